"""How the device's own storage can fail, sorted by what the caller does next."""


class StorageError(RuntimeError):
    """The device's storage failed; the sentence may be shown."""


class StorageFull(StorageError):
    """The disk is full. Nothing was changed: keep what was typed and offer to try again."""

    def __init__(self) -> None:
        super().__init__("This device's storage is full. Free some space and save again.")


class StorageDamaged(StorageError):
    """The file is damaged. The next start puts it aside and saves what can be read."""

    def __init__(self) -> None:
        super().__init__("This device's journal file is damaged. Close the app and open it again to repair it.")


class NewerDatabase(StorageError):
    """The file was written by a newer app and was not touched."""

    def __init__(self) -> None:
        super().__init__(
            "The journal on this device was written by a newer version of Kith. Update the app to open it."
        )


class StorageClosed(StorageError):
    """The storage was closed while something still wanted to use it."""

    def __init__(self) -> None:
        super().__init__("The journal on this device is closed.")
