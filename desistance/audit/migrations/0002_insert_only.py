"""Makes the audit trail insert-only and stamps it with the database's own time."""

from django.db import migrations

STAMP = """
CREATE FUNCTION audit_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := clock_timestamp();
    NEW.entry := '{"at":"' || to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '",'
        || substr(NEW.entry, 2);
    RETURN NEW;
END $$;
CREATE TRIGGER audit_stamp BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_stamp();
"""
REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is insert-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_auditevent FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(STAMP, "DROP TRIGGER audit_stamp ON audit_auditevent; DROP FUNCTION audit_stamp();"),
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER audit_refuse_truncate ON audit_auditevent; DROP TRIGGER audit_refuse ON audit_auditevent;"
            "DROP FUNCTION audit_refuse();",
        ),
    ]
