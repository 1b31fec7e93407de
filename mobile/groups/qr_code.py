"""A link as a QR code: the picture that another phone's camera reads."""

import io

_DARK, _LIGHT = "#1F2B29", "#FFFFFF"  # the same by day and by night: cameras want dark on light
_QUIET_ZONE = 4  # modules around the code: what ISO/IEC 18004 asks for
_SCALE = 8  # pixels per module


def qr_code(link: str) -> bytes:
    """Return `link` as a PNG. Error correction is raised as far as it costs no larger code."""
    import segno  # here, because few look at an invite and everybody waits for the app to start

    picture = io.BytesIO()
    code = segno.make(link, micro=False, error="m", boost_error=True)
    code.save(picture, kind="png", scale=_SCALE, border=_QUIET_ZONE, dark=_DARK, light=_LIGHT)
    return picture.getvalue()
