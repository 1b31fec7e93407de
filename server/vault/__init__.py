"""The vault: sealed records. The host stores and numbers them and cannot read one."""
