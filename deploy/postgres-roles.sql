-- Two roles and the database: the owner runs migrations, the app serves and can change nothing that is sealed.
-- Once, as a superuser:
--   psql -v owner_password=… -v app_password=… -f deploy/postgres-roles.sql
-- Then `manage.py migrate` as the owner: each migration takes from the app the rights that it must not have, and
-- neither web nor worker starts with a role that has them.
\set ON_ERROR_STOP on
CREATE ROLE frontdesk_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE frontdesk_app LOGIN PASSWORD :'app_password';
CREATE DATABASE frontdesk OWNER frontdesk_owner ENCODING 'UTF8' TEMPLATE template0;
\connect frontdesk
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO frontdesk_owner;
GRANT USAGE ON SCHEMA public TO frontdesk_app;
ALTER DEFAULT PRIVILEGES FOR ROLE frontdesk_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO frontdesk_app;
ALTER DEFAULT PRIVILEGES FOR ROLE frontdesk_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO frontdesk_app;
-- A migration that cannot have its lock at once fails and is tried again, instead of making everybody queue behind it.
ALTER ROLE frontdesk_owner SET lock_timeout = '5s';
ALTER ROLE frontdesk_app SET statement_timeout = '15s';
ALTER ROLE frontdesk_app SET idle_in_transaction_session_timeout = '60s';
