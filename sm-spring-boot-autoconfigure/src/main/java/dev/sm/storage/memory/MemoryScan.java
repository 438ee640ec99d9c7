package dev.sm.storage.memory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeSize;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.ScanPage;
import org.jspecify.annotations.Nullable;

/**
 * Pages of keys in their order. The cursor is the last key looked at, so a scan goes on
 * from the same place whatever has come or gone meanwhile.
 */
final class MemoryScan {

	private static final String MARK = "k";

	private MemoryScan() {
	}

	static ScanPage page(String node, MemoryStore store, NodeCommand.Scan scan) {
		boolean first = ScanPage.START.equals(scan.cursor());
		Bytes from = new Bytes(first ? scan.prefix() : place(node, scan.cursor()));
		List<byte[]> keys = new ArrayList<>();
		long now = store.now();
		int looked = 0;
		for (Map.Entry<Bytes, Item> entry : store.from(from, first).entrySet()) {
			Bytes key = entry.getKey();
			if (!key.startsWith(scan.prefix())) {
				break;
			}
			if (!entry.getValue().expired(now) && !ReservedKeys.contains(key.array())) {
				keys.add(key.array());
			}
			if (++looked == scan.count()) {
				return new ScanPage(cursor(key), keys);
			}
		}
		return new ScanPage(ScanPage.END, keys);
	}

	/** Counts what starts with a prefix; nobody waits for it. */
	static NodeSize size(MemoryStore store, byte[] prefix) {
		long keys = 0;
		long bytes = 0;
		long now = store.now();
		for (Map.Entry<Bytes, Item> entry : store.from(new Bytes(prefix), true).entrySet()) {
			byte[] key = entry.getKey().array();
			if (!entry.getKey().startsWith(prefix)) {
				break;
			}
			if (!entry.getValue().expired(now) && !ReservedKeys.contains(key)) {
				keys++;
				bytes += key.length + entry.getValue().value().length;
			}
		}
		return new NodeSize(keys, bytes);
	}

	/** The leases and notes of the keys that start with a prefix. */
	static List<byte[]> beside(MemoryStore store, byte[] prefix) {
		List<byte[]> keys = new ArrayList<>();
		for (String kind : List.of(ReservedKeys.LEASE, ReservedKeys.LOADED)) {
			byte[] from = (kind + new String(prefix, StandardCharsets.ISO_8859_1))
				.getBytes(StandardCharsets.ISO_8859_1);
			for (Map.Entry<Bytes, Item> entry : store.from(new Bytes(from), true).entrySet()) {
				if (!entry.getKey().startsWith(from)) {
					break;
				}
				if (!entry.getValue().expired(store.now())) {
					keys.add(entry.getKey().array());
				}
			}
		}
		return keys;
	}

	private static String cursor(Bytes key) {
		return MARK + HexFormat.of().formatHex(key.array());
	}

	private static byte[] place(String node, String cursor) {
		try {
			if (cursor.startsWith(MARK)) {
				return HexFormat.of().parseHex(cursor, MARK.length(), cursor.length());
			}
		}
		catch (IllegalArgumentException ex) {
			throw unknown(node, cursor, ex);
		}
		throw unknown(node, cursor, null);
	}

	private static NodeCommandException unknown(String node, String cursor, @Nullable Exception cause) {
		return new NodeCommandException(
				"node '" + node + "': '" + cursor + "' must be a cursor that this kind of node gave", cause);
	}

}
