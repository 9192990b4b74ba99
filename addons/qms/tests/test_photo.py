import io

from PIL import Image
from PyPDF2 import PdfWriter
from PyPDF2.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from odoo.addons.qms.tools.clean_file import clean_file
from odoo.addons.qms.tools.photo import MAX_SIDE, UnreadableFile, clean_photo

from .common import QmsCase

MAKE, GPS, LATITUDE, ORIENTATION, OWNER = 0x010F, 0x8825, 2, 0x0112, 0xA430


def photo(size=(40, 20), kind="JPEG", orientation=1, **options):
    """As a phone writes it: who made it, where, with what."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = image.getexif()
    exif[MAKE] = "Telltale Phones"
    exif[ORIENTATION] = orientation
    exif[OWNER] = "Nanna Nurse"
    exif.get_ifd(GPS)[LATITUDE] = (55.0, 40.0, 30.0)
    target = io.BytesIO()
    image.save(target, kind, exif=exif, comment=b"by Nanna Nurse", **options)
    return target.getvalue()


def pdf():
    """One page with a photo in it, an author, a note's writer."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    picture = DecodedStreamObject()
    picture._data = photo()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/Width"): NumberObject(40),
            NameObject("/Height"): NumberObject(20),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    pictures = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): pictures}
    )
    writer.add_metadata({"/Author": "Nanna Nurse", "/Creator": "Telltale Writer"})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@tagged("post_install", "-at_install", "qms")
class TestCleanPhoto(BaseCase):
    def _assert_silent(self, data):
        for word in (b"Telltale", b"Nanna", b"Exif"):
            self.assertNotIn(word, data)

    def test_the_photo_of_this_test_tells(self):
        self.assertIn(b"Telltale", photo())
        self.assertIn(b"Nanna", photo())
        self.assertIn(b"Telltale", pdf())

    def test_nothing_but_the_pixels_is_taken_over(self):
        for kind in ("JPEG", "PNG", "WEBP"):
            with self.subTest(kind=kind):
                clean = clean_photo(photo(kind=kind))
                self._assert_silent(clean)
                image = Image.open(io.BytesIO(clean))
                self.assertFalse(image.getexif())
                self.assertEqual((image.format, image.size), ("JPEG", (40, 20)))
                red, green, _blue = image.getpixel((5, 10))
                self.assertGreater(red - green, 150)

    def test_it_stands_upright_without_being_told_so(self):
        clean = Image.open(io.BytesIO(clean_photo(photo(orientation=6))))
        self.assertEqual(clean.size, (20, 40))

    def test_a_large_one_becomes_smaller(self):
        clean = Image.open(io.BytesIO(clean_photo(photo((3000, 1500)))))
        self.assertEqual(max(clean.size), MAX_SIDE)

    def test_the_same_photo_twice_shares_no_fingerprint(self):
        self.assertNotEqual(clean_photo(photo()), clean_photo(photo()))
        self.assertNotEqual(clean_file(pdf()).data, clean_file(pdf()).data)

    def test_what_is_no_picture_is_refused(self):
        bomb = Image.new("1", (8_000, 8_000))
        target = io.BytesIO()
        bomb.save(target, "PNG")
        for data in (
            b"",
            b"MZ\x90\x00",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            photo()[:200],
            target.getvalue(),
            b"%PDF-1.4 nonsense",
        ):
            with self.subTest(data=data[:12]), self.assertRaises(UnreadableFile):
                clean_file(data)

    def test_a_pdf_keeps_its_pages_alone(self):
        clean = clean_file(pdf())
        self.assertEqual(clean.mimetype, "application/pdf")
        self.assertIn(b"/DCTDecode", clean.data)
        self._assert_silent(clean.data)

    def test_a_locked_pdf_is_refused(self):
        writer = PdfWriter()
        writer.add_blank_page(10, 10)
        writer.encrypt("secret")
        target = io.BytesIO()
        writer.write(target)
        with self.assertRaises(UnreadableFile):
            clean_file(target.getvalue())


@tagged("post_install", "-at_install", "qms")
class TestPhotoAttached(QmsCase):
    """Photos of people who are logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls._new_action(cls.leader)

    def _attach(self, **values):
        values = {"name": "IMG_1.jpg", "raw": photo(), **values}
        return self.env["ir.attachment"].with_user(self.leader).create(values)

    def test_a_photo_on_a_record_tells_no_place_and_no_device(self):
        file = self._attach(res_model="qms.action", res_id=self.record.id)
        self.assertNotIn(b"Telltale", file.raw)
        self.assertTrue(file.raw.startswith(b"\xff\xd8"))
        file.raw = photo()
        file.write({"raw": photo()})
        self.assertNotIn(b"Telltale", file.raw)

    def test_a_photo_that_arrives_at_a_record_later_neither(self):
        file = self._attach(res_model="mail.compose.message", res_id=0)
        self.assertIn(b"Telltale", file.raw)
        file.write({"res_model": "qms.action", "res_id": self.record.id})
        self.assertNotIn(b"Telltale", file.raw)

    def test_no_context_leaves_it_as_it_was(self):
        files = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        file = files.create(
            {
                "name": "IMG_1.jpg",
                "raw": photo(),
                "res_model": "qms.action",
                "res_id": self.record.id,
            }
        )
        self.assertNotIn(b"Telltale", file.raw)

    def test_what_cannot_be_made_clean_is_refused_and_says_so(self):
        with self.assertRaises(UserError) as refused:
            self._attach(
                name="IMG_2.HEIC",
                raw=b"\x00\x00\x00\x18ftypheic",
                res_model="qms.action",
                res_id=self.record.id,
            )
        self.assertIn("IMG_2.HEIC", str(refused.exception))

    def test_other_files_and_other_records_are_left_alone(self):
        note = self._attach(
            name="a.txt", raw=b"text", res_model="qms.action", res_id=self.record.id
        )
        self.assertEqual(note.raw, b"text")
        elsewhere = self.env["ir.attachment"].create(
            {"name": "a.jpg", "raw": photo(), "res_model": "res.partner"}
        )
        self.assertIn(b"Telltale", elsewhere.raw)
