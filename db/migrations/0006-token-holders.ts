import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose each leader's token at our server is. */
export class TokenHolders1764285000000 implements MigrationInterface {
  readonly name = 'TokenHolders1764285000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS token_holder (
        label varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        personId char(36) NOT NULL,
        declaredBy char(36) NULL,
        declaredAt datetime(3) NOT NULL,
        PRIMARY KEY (label),
        CONSTRAINT FK_token_holder_person FOREIGN KEY (personId) REFERENCES person (id) ON DELETE NO ACTION ON UPDATE NO ACTION
      ) ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE token_holder');
  }
}
