"""What a personal link is for."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LinkPurpose:
    """One row of the register of purposes, its texts in the recipient's language.

    :ivar model: the model the link points to
    :ivar method: private method of the record, called as
        ``method(link, choice, comment)`` when a button was pressed. It runs with sudo
        as the public user: ``link`` says who acts. It raises ``UserError`` when what
        the recipient asks is not possible now; the text is shown, the link stays
        open. A text that it returns is shown below ``done``
    :ivar title: the page's heading
    :ivar explanation: what pressing the button will do
    :ivar buttons: choice -> the button's text
    :ivar done: what the page says afterwards
    :ivar describe: private method of the record that returns a text about it, or
        markup; neither it nor the other texts may hold what only a person logged in
        may see
    :ivar comment: label of a free text field, if there is to be one
    :ivar files: private method of the record that returns the attachments whose
        names ``describe`` shows; each is had below the link's own address, as long
        as that is open
    """

    model: str
    method: str
    title: str
    explanation: str
    buttons: dict = field(hash=False)
    done: str
    describe: str = ""
    comment: str = ""
    files: str = ""
