package dev.sm.storage.redis;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.ScanPage;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;

/**
 * Scans in Redis' terms: a prefix as a glob pattern, a page as what one {@code SCAN}
 * found.
 */
final class RedisScan {

	private RedisScan() {
	}

	/**
	 * Reads a page.
	 * @param link the connection
	 * @param scan the command, with a {@linkplain #known known} cursor
	 * @return the page
	 */
	static CompletionStage<ScanPage> page(Link link, NodeCommand.Scan scan) {
		StatefulRedisClusterConnection<byte[], byte[]> cluster = link.cluster();
		return (cluster != null) ? ClusterScan.page(cluster, scan)
				: link.commands().scan(cursor(scan.cursor()), arguments(scan)).thenApply(RedisScan::page);
	}

	static boolean known(Link link, String cursor) {
		return ScanPage.START.equals(cursor)
				|| ((link.cluster() != null) ? ClusterScan.known(cursor) : cursor.matches("[0-9]{1,20}"));
	}

	static ScanCursor cursor(String cursor) {
		return ScanPage.START.equals(cursor) ? ScanCursor.INITIAL : ScanCursor.of(cursor);
	}

	static ScanArgs arguments(NodeCommand.Scan scan) {
		ScanArgs arguments = ScanArgs.Builder.limit(scan.count());
		return (scan.prefix().length > 0) ? arguments.match(pattern(scan.prefix())) : arguments;
	}

	static List<byte[]> keys(KeyScanCursor<byte[]> found) {
		return found.getKeys().stream().filter((key) -> !ReservedKeys.contains(key)).toList();
	}

	private static ScanPage page(KeyScanCursor<byte[]> found) {
		return new ScanPage(found.isFinished() ? ScanPage.END : found.getCursor(), keys(found));
	}

	static byte[] pattern(byte[] prefix) {
		ByteArrayOutputStream pattern = new ByteArrayOutputStream(prefix.length + 8);
		for (byte b : prefix) {
			if (b == '*' || b == '?' || b == '[' || b == ']' || b == '\\') {
				pattern.write('\\');
			}
			pattern.write(b);
		}
		pattern.write('*');
		return pattern.toByteArray();
	}

}
