// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Allowance;

/**
 * How much room accounts may use, do use, and hold for what is being written. Each change is one statement, so that writers side
 * by side never hold more than there is. Thread-safe.
 */
public final class RoomStore {

    private static final String SELECT = "SELECT account, byte_limit, file_limit, used_bytes, used_files, held_bytes,"
            + " held_files, counted FROM meridian.room";

    /**
     * Not waited for until it is on disk: that would be a fifth of the time that a small file takes, and a census finds what a
     * database that was killed has forgotten.
     */
    private static final String SOON = "(SELECT set_config('synchronous_commit', 'off', true)) AS soon";

    private static final String WITHIN_LIMITS =
            " AND (asked.bytes = 0 OR used_bytes + held_bytes + asked.bytes <= COALESCE(byte_limit, ?))"
                    + " AND (asked.files = 0 OR used_files + held_files + asked.files <= COALESCE(file_limit, ?))";

    private static final String HOLD =
            "UPDATE meridian.room SET held_bytes = held_bytes + asked.bytes, held_files = held_files + asked.files"
                    + " FROM (SELECT CAST(? AS bigint) AS bytes, CAST(? AS bigint) AS files) AS asked, " + SOON
                    + " WHERE account = ?" + WITHIN_LIMITS;

    /** Uses room of what was held, and as much more as is asked for. */
    private static final String ADMIT = "UPDATE meridian.room SET used_bytes = GREATEST(0, used_bytes + more.bytes),"
            + " used_files = GREATEST(0, used_files + more.files),"
            + " held_bytes = GREATEST(0, held_bytes - released.bytes),"
            + " held_files = GREATEST(0, held_files - released.files)"
            + " FROM (SELECT CAST(? AS bigint) AS bytes, CAST(? AS bigint) AS files) AS more,"
            + " (SELECT CAST(? AS bigint) AS bytes, CAST(? AS bigint) AS files) AS released,"
            + " (SELECT CAST(? AS bigint) AS bytes, CAST(? AS bigint) AS files) AS asked, " + SOON
            + " WHERE account = ?" + WITHIN_LIMITS;

    private static final String ADMIT_KNOWN = "WITH admitted AS (" + ADMIT + " RETURNING account) "
            + NodeStore.PUT_FOR_EACH + "admitted" + NodeStore.PUT_AGAIN;

    private static final String CHANGE =
            "UPDATE meridian.room SET used_bytes = GREATEST(0, used_bytes + ?), used_files = GREATEST(0, used_files + ?),"
                    + " held_bytes = GREATEST(0, held_bytes - ?), held_files = GREATEST(0, held_files - ?)"
                    + " FROM " + SOON + " WHERE account = ?";

    private final Statements statements;
    private final Allowance allowance;

    /**
     * The rooms of a database.
     *
     * @param owner connections of the owner of the tables
     * @param allowance limits of those who have none of their own
     */
    public RoomStore(DataSource owner, Allowance allowance) {
        this.statements = new Statements(owner);
        this.allowance = allowance;
    }

    /**
     * Holds room for what is to be written.
     *
     * @return false if there is not so much: nothing is held then
     */
    public boolean hold(Account account, Size asked) {
        if (tryToHold(account, asked)) {
            return true;
        }
        // Of an account of which nothing is known yet; another may make its row at the same moment.
        make(account);
        return tryToHold(account, asked);
    }

    /**
     * What somebody is about to put into an account.
     *
     * @param came what takes room then
     * @param went what takes none any more
     * @param released what was held for it
     * @param asked what was not
     */
    public record Admission(Account account, Size came, Size went, Size released, Size asked) {}

    /**
     * Uses room for what is about to come.
     *
     * @param known what is known of it, kept with that; not waited for until it is on disk either
     * @return false if there is not so much: nothing is noted then
     */
    public boolean admit(Admission admission, Optional<NodeRecord> known) {
        if (tryToAdmit(admission, known)) {
            return true;
        }
        make(admission.account);
        return tryToAdmit(admission, known);
    }

    private boolean tryToAdmit(Admission admission, Optional<NodeRecord> known) {
        Size most = allowance.of(admission.account);
        List<Object> values = new ArrayList<>(List.of(
                admission.came.bytes() - admission.went.bytes(),
                admission.came.files() - admission.went.files(),
                admission.released.bytes(),
                admission.released.files(),
                admission.asked.bytes(),
                admission.asked.files(),
                admission.account.text(),
                most.bytes(),
                most.files()));
        known.ifPresent(record -> values.addAll(NodeStore.values(record)));
        return statements.update(known.isPresent() ? ADMIT_KNOWN : ADMIT, values) == 1;
    }

    /** Notes that what was about to come did not: room is held for it again as it was. */
    public void sendBack(Admission admission) {
        change(
                admission.account,
                admission.went.bytes() - admission.came.bytes(),
                admission.went.files() - admission.came.files(),
                -admission.released.bytes(),
                -admission.released.files());
    }

    private boolean tryToHold(Account account, Size asked) {
        Size most = allowance.of(account);
        return statements.update(
                        HOLD, List.of(asked.bytes(), asked.files(), account.text(), most.bytes(), most.files()))
                == 1;
    }

    private void make(Account account) {
        statements.update(
                "INSERT INTO meridian.room (account) VALUES (?) ON CONFLICT (account) DO NOTHING",
                List.of(account.text()));
    }

    /**
     * Notes that files have come and gone.
     *
     * @param came what takes room now
     * @param went what takes none any more
     * @param released what was held and is not any more
     */
    public void change(Account account, Size came, Size went, Size released) {
        change(account, came.bytes() - went.bytes(), came.files() - went.files(), released.bytes(), released.files());
    }

    private void change(Account account, long bytes, long files, long releasedBytes, long releasedFiles) {
        List<Object> values = List.of(bytes, files, releasedBytes, releasedFiles, account.text());
        if (statements.update(CHANGE, values) == 0) {
            make(account);
            statements.update(CHANGE, values);
        }
    }

    /** What an earlier gateway held when it ended counts as used until the files are counted: it may have been written. */
    public void begin() {
        statements.update(
                "UPDATE meridian.room SET used_bytes = used_bytes + held_bytes, used_files = used_files + held_files,"
                        + " held_bytes = 0, held_files = 0 WHERE held_bytes <> 0 OR held_files <> 0",
                List.of());
    }

    /**
     * Notes that the files of an account were counted. What is known stays as it is if it is between the two numbers.
     *
     * @param least they take
     * @param most they take
     * @param held for what is being written
     */
    public void counted(Account account, Size least, Size most, Size held) {
        make(account);
        statements.update(
                "UPDATE meridian.room SET used_bytes = LEAST(GREATEST(used_bytes, ?), ?),"
                        + " used_files = LEAST(GREATEST(used_files, ?), ?), held_bytes = ?, held_files = ?,"
                        + " counted = clock_timestamp() FROM " + SOON + " WHERE account = ?",
                List.of(
                        least.bytes(),
                        most.bytes(),
                        least.files(),
                        most.files(),
                        held.bytes(),
                        held.files(),
                        account.text()));
    }

    /** The room of an account. */
    public Room find(Account account) {
        return statements
                .row(SELECT + " WHERE account = ?", List.of(account.text()), this::read)
                .orElseGet(() -> new Room(
                        account,
                        Optional.empty(),
                        Optional.empty(),
                        allowance.of(account),
                        Size.NONE,
                        Size.NONE,
                        Optional.empty()));
    }

    /** The rooms of all accounts of which anything is known, by account. */
    public List<Room> all() {
        return statements.rows(SELECT + " ORDER BY account", List.of(), this::read);
    }

    /** Sets how many bytes an account may have; empty: as many as others. */
    public void limitBytes(Account account, Optional<Long> bytes) {
        limit("byte_limit", account, bytes);
    }

    /** Sets how many files an account may have; empty: as many as others. */
    public void limitFiles(Account account, Optional<Long> files) {
        limit("file_limit", account, files);
    }

    private void limit(String column, Account account, Optional<Long> limit) {
        make(account);
        statements.update(
                "UPDATE meridian.room SET " + column + " = CAST(? AS bigint) WHERE account = ?",
                List.of(limit, account.text()));
    }

    private Room read(ResultSet row) throws SQLException {
        Account account = Account.parse(row.getString("account")).orElseThrow();
        Optional<Long> bytes = Optional.ofNullable(row.getObject("byte_limit", Long.class));
        Optional<Long> files = Optional.ofNullable(row.getObject("file_limit", Long.class));
        Size all = allowance.of(account);
        return new Room(
                account,
                bytes,
                files,
                new Size(bytes.orElse(all.bytes()), files.orElse(all.files())),
                new Size(row.getLong("used_bytes"), row.getLong("used_files")),
                new Size(row.getLong("held_bytes"), row.getLong("held_files")),
                Optional.ofNullable(row.getObject("counted", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
