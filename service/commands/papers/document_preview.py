"""A picture as it may be shown: small, drawn anew, without what the camera wrote into it."""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageOps

from service.commands.papers.document_checks import unlimited
from service.domain.refusals import DocumentDamaged

LARGEST_SIDE = 1400


def scaled(pieces: Iterable[bytes]) -> bytes:
    """The picture upright and scaled, as PNG; place and time of the photograph stay behind."""
    unlimited()
    whole = BytesIO(b"".join(pieces))
    try:
        with Image.open(whole, formats=("JPEG", "PNG")) as picture:
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            drawn = Image.new("RGB", upright.size, "white")
            shown = upright.convert("RGBA")
            drawn.paste(shown, mask=shown.getchannel("A"))
    except (OSError, ValueError, SyntaxError) as broken:
        raise DocumentDamaged from broken
    into = BytesIO()
    drawn.save(into, "PNG", optimize=False)
    return into.getvalue()
