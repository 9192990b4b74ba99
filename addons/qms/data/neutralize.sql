-- mails that wait are not sent
UPDATE mail_mail
   SET state = 'cancel'
 WHERE state IN ('outgoing', 'exception');
DELETE FROM mail_message_schedule;

-- personal links open nothing in a copy
UPDATE qms_personal_link
   SET revoked_at = now() AT TIME ZONE 'UTC'
 WHERE revoked_at IS NULL;

-- nor do the keys of programs
DELETE FROM res_users_apikeys;

-- what was signed for the original is not valid here: receipt codes, tokens in mails
UPDATE ir_config_parameter
   SET value = gen_random_uuid()::text
 WHERE key IN ('database.secret', 'database.uuid');
