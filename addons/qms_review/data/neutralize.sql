-- a copy to practise on mails no figures and shows nothing to the public
UPDATE qms_insight_recipient SET active = false;
UPDATE qms_review_summary SET is_public = false;
