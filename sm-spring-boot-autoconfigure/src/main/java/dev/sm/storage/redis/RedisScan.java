package dev.sm.storage.redis;

import java.io.ByteArrayOutputStream;
import java.util.List;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.ScanPage;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;

/**
 * Scans in Redis' terms: a prefix as a glob pattern, a page as what one {@code SCAN}
 * found.
 */
final class RedisScan {

	private RedisScan() {
	}

	static boolean known(String cursor) {
		return ScanPage.START.equals(cursor) || cursor.matches("[0-9]{1,20}");
	}

	static ScanCursor cursor(String cursor) {
		return ScanPage.START.equals(cursor) ? ScanCursor.INITIAL : ScanCursor.of(cursor);
	}

	static ScanArgs arguments(NodeCommand.Scan scan) {
		ScanArgs arguments = ScanArgs.Builder.limit(scan.count());
		return (scan.prefix().length > 0) ? arguments.match(pattern(scan.prefix())) : arguments;
	}

	static ScanPage page(KeyScanCursor<byte[]> found) {
		List<byte[]> keys = found.getKeys().stream().filter((key) -> !ReservedKeys.contains(key)).toList();
		return new ScanPage(found.isFinished() ? ScanPage.END : found.getCursor(), keys);
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
