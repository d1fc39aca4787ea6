#!/bin/sh
# Read by MariaDB's image at its first start, in its own shell, as long as it is not executable: the account of the
# processes, which the migration gives its rights table by table, and that whoever migrates may give them.
docker_process_sql <<SQL
CREATE USER saoy@'%' IDENTIFIED BY '$(cat /run/secrets/database-password)';
GRANT ALL ON saoy.* TO saoy_owner@'%' WITH GRANT OPTION;
SQL
