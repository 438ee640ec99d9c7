package dev.sm.storage.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import dev.sm.storage.Fence;
import dev.sm.storage.FencePage;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.ScanPage;
import dev.sm.storage.SurveyPage;
import org.jspecify.annotations.Nullable;

/**
 * Pages of tables in the order of their keys. A cursor is a letter for the table and the
 * last key, so a scan goes on from the same place whatever has come or gone meanwhile.
 */
final class Scans {

	private static final char KEYS = 'k';

	private static final char LEASES = 'l';

	private static final char NOTES = 'n';

	private static final char MARKS = 'm';

	private static final char COPIES = 's';

	private static final char FENCES = 'f';

	private static final int FENCE_PAGE = 1000;

	private static final byte[] START = {};

	private final JdbcSession session;

	private final String node;

	Scans(JdbcSession session, String node) {
		this.session = session;
		this.node = node;
	}

	ScanPage scan(NodeCommand.Scan scan) throws SQLException {
		boolean first = ScanPage.START.equals(scan.cursor());
		byte[] from = first ? scan.prefix() : place(scan.cursor(), KEYS);
		List<byte[]> keys = new Entries(this.session, this.node).page(from, first, scan.prefix(), scan.count());
		return new ScanPage(next(KEYS, keys, scan.count(), ScanPage.END), visible(keys));
	}

	private static List<byte[]> visible(List<byte[]> keys) {
		return keys.stream().filter((key) -> !ReservedKeys.contains(key)).toList();
	}

	/**
	 * First the keys with their leases and notes, then the marks, then the copies: what
	 * moves meanwhile is in either.
	 */
	SurveyPage survey(MigrationCommand.Survey survey) throws SQLException {
		String cursor = survey.cursor();
		return switch (cursor.isEmpty() ? KEYS : cursor.charAt(0)) {
			case LEASES -> keys(survey, LEASES, ReservedKeys.LEASE, cursor(NOTES, START));
			case NOTES -> keys(survey, NOTES, ReservedKeys.LOADED, cursor(MARKS, START));
			case MARKS -> marks(survey, place(cursor, MARKS));
			case COPIES -> copies(survey, place(cursor, COPIES));
			default -> keys(survey, KEYS, "", cursor(LEASES, START));
		};
	}

	private SurveyPage keys(MigrationCommand.Survey survey, char table, String kind, String end) throws SQLException {
		byte[] prefix = joined(JdbcSession.bytes(kind), survey.prefix());
		byte[] after = survey.cursor().isEmpty() ? START : place(survey.cursor(), table);
		boolean first = after.length == 0;
		List<byte[]> keys = new Entries(this.session, this.node).page(first ? prefix : after, first, prefix,
				survey.count());
		return new SurveyPage(next(table, keys, survey.count(), end), (table == KEYS) ? visible(keys) : keys, List.of(),
				List.of());
	}

	private static byte[] joined(byte[] one, byte[] other) {
		byte[] all = Arrays.copyOf(one, one.length + other.length);
		System.arraycopy(other, 0, all, one.length, other.length);
		return all;
	}

	private SurveyPage marks(MigrationCommand.Survey survey, byte[] after) throws SQLException {
		List<KeyMove> marks = this.session.query(
				"select entry_key, token from sm_moved where entry_key > ? order by entry_key limit " + survey.count(),
				(row) -> new KeyMove(row.getBytes(1), JdbcSession.text(row.getBytes(2))), after);
		String next = next(MARKS, marks.stream().map(KeyMove::key).toList(), survey.count(), cursor(COPIES, START));
		return new SurveyPage(next, List.of(),
				marks.stream()
					.filter((mark) -> mark.token().startsWith(survey.pool() + ":"))
					.filter((mark) -> startsWith(ReservedKeys.subject(mark.key()), survey.prefix()))
					.toList(),
				List.of());
	}

	private SurveyPage copies(MigrationCommand.Survey survey, byte[] after) throws SQLException {
		List<byte[]> tokens = this.session.query(
				"select token from sm_staged where token > ? order by token limit " + survey.count(),
				(row) -> row.getBytes(1), after);
		return new SurveyPage(next(COPIES, tokens, survey.count(), ScanPage.END), List.of(), List.of(),
				tokens.stream()
					.map(JdbcSession::text)
					.filter((token) -> token.startsWith(survey.pool() + ":"))
					.toList());
	}

	FencePage fences(String cursor) throws SQLException {
		byte[] after = ScanPage.START.equals(cursor) ? START : place(cursor, FENCES);
		List<Fence> fences = this.session.query(
				"select scope, epoch from sm_fence where scope > ? order by scope limit " + FENCE_PAGE,
				(row) -> new Fence(JdbcSession.text(row.getBytes(1)), row.getLong(2)), after);
		List<byte[]> scopes = fences.stream().map((fence) -> JdbcSession.bytes(fence.scope())).toList();
		return new FencePage(next(FENCES, scopes, FENCE_PAGE, ScanPage.END), fences);
	}

	private static String next(char table, List<byte[]> keys, int count, String end) {
		return (keys.size() < count) ? end : cursor(table, keys.get(keys.size() - 1));
	}

	private static String cursor(char table, byte[] key) {
		return table + HexFormat.of().formatHex(key);
	}

	private byte[] place(String cursor, char table) {
		try {
			if (cursor.charAt(0) == table) {
				return HexFormat.of().parseHex(cursor, 1, cursor.length());
			}
		}
		catch (IllegalArgumentException ex) {
			throw unknown(cursor, ex);
		}
		throw unknown(cursor, null);
	}

	private NodeCommandException unknown(String cursor, @Nullable Exception cause) {
		return new NodeCommandException(
				"node '" + this.node + "': '" + cursor + "' must be a cursor that this kind of node gave", cause);
	}

	private static boolean startsWith(byte[] key, byte[] prefix) {
		return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
	}

}
