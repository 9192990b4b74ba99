"""Which files may come in, wherever they come from."""

import email

from odoo.tools.mimetypes import guess_mimetype

MEGABYTE = 1024 * 1024
# what Windows, macOS, Android or a browser would run when it is opened
EXECUTABLE_NAMES = frozenset(
    "apk app application appx bat chm class cmd com cpl dll dmg elf exe gadget hta inf "
    "ins iso jar js jse lnk mjs msc msh msi msix msp mst pif pkg ps1 ps2 psc1 psc2 "
    "psm1 reg scf scr sct sh so sys vb vbe vbs vhd vhdx ws wsc wsf wsh xll".split()
)
EXECUTABLE_KINDS = frozenset(
    {
        "application/java-archive",
        "application/vnd.microsoft.portable-executable",
        "application/x-dosexec",
        "application/x-elf",
        "application/x-executable",
        "application/x-java-applet",
        "application/x-mach-binary",
        "application/x-ms-dos-executable",
        "application/x-ms-shortcut",
        "application/x-msi",
        "application/x-object",
        "application/x-pie-executable",
        "application/x-sharedlib",
        "application/x-shellscript",
        "text/x-msdos-batch",
        "text/x-shellscript",
    }
)
EXECUTABLE_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
)


def is_executable(name, content):
    """Whether a file is something that runs, by its name or by what it holds."""
    # the dots and spaces that Windows drops at the end of a name
    cleaned = (name or "").strip().rstrip(". ").lower()
    if "." in cleaned and cleaned.rsplit(".", 1)[1] in EXECUTABLE_NAMES:
        return True
    if not content:
        return False
    return (
        content.startswith(EXECUTABLE_STARTS)
        or guess_mimetype(content) in EXECUTABLE_KINDS
    )


def _within(name, content):
    """The files that a mail kept as a file holds, as pairs of name and content."""
    if not (name or "").lower().endswith(".eml"):
        return
    for part in email.message_from_bytes(content or b"").walk():
        if not part.is_multipart():
            yield part.get_filename(), part.get_payload(decode=True)


def refusal(name, content, megabytes):
    """Why a file does not come in: 'large', 'executable' or nothing."""
    if len(content or b"") > megabytes * MEGABYTE:
        return "large"
    files = [(name, content), *_within(name, content)]
    return "executable" if any(is_executable(*file) for file in files) else None
