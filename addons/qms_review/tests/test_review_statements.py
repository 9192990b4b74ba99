from odoo.tests import freeze_time, tagged

from .review_common import NOW, ReviewCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewStatements(ReviewCase):
    """What a review costs does not grow with its inputs."""

    def _inputs(self, count):
        chapter = self.chapters[1]
        for number in range(count):
            topic = self.env["qms.topic"].create(
                {"name": f"T{number}", "code": f"test_{number}"}
            )
            self._indicator(f"I{number}", f"test_i{number}", topic_id=topic.id)
            self.env["qms.review.input"].create(
                {
                    "name": f"Input {number}",
                    "chapter_id": chapter.id,
                    "topic_ids": topic.ids,
                }
            )

    def _count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_opening_one_costs_the_same_with_many_inputs(self):
        self._review()
        few = self._count(self._review)
        self._inputs(20)
        many = self._count(self._review)
        # what differs is reading each figure once for the duties of inputs: nothing
        self.assertLess(many - few, 20)

    def test_reading_one_costs_two_statements_a_figure(self):
        self._inputs(20)
        review = self._review()
        names = ["name", "chapter", "status", "is_red"]
        cost = self._count(lambda: review.line_ids.read(names))
        # two periods for each of 21 figures, the rest once
        self.assertLess(cost, 2 * 21 + 40)
