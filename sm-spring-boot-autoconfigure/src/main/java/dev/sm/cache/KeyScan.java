package dev.sm.cache;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.ScanPage;
import org.jspecify.annotations.Nullable;

/**
 * Lists the keys of a pool, one page of one node at a time, and no sooner than it is
 * asked for them. Tells only keys that are placed on the node that has them: what was
 * left elsewhere cannot be read either. Not thread-safe, as streams are not.
 */
final class KeyScan implements Iterator<String> {

	/** About how many keys a node looks at for one page. */
	static final int PAGE = 1_000;

	private final Pool pool;

	private final Requests requests;

	private final String prefix;

	private final byte[] stored;

	private final ArrayDeque<String> page = new ArrayDeque<>();

	private final Iterator<PoolNode> nodes;

	private @Nullable PoolNode node;

	private String cursor = ScanPage.START;

	private KeyScan(Pool pool, Requests requests, String prefix) {
		if (prefix == null) {
			throw new IllegalArgumentException("'prefix' must not be null");
		}
		this.pool = pool;
		this.requests = requests;
		this.prefix = prefix;
		this.stored = requests.stored(prefix);
		Topology topology = pool.topology();
		this.nodes = topology.nodes().stream().filter((node) -> topology.weight(node) > 0).iterator();
		this.node = this.nodes.hasNext() ? this.nodes.next() : null;
	}

	static Stream<String> stream(Pool pool, Requests requests, String prefix) {
		KeyScan scan = new KeyScan(pool, requests, prefix);
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(scan, Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(scan::close);
	}

	@Override
	public boolean hasNext() {
		while (this.page.isEmpty() && this.node != null) {
			read(this.node);
		}
		return !this.page.isEmpty();
	}

	@Override
	public String next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		return this.page.remove();
	}

	private void read(PoolNode current) {
		NodeCommand.Scan command = new NodeCommand.Scan(this.cursor, this.stored, PAGE);
		ScanPage answer = this.pool.runner()
			.await(new Request<>("scan", this.prefix, current, command, this.requests.fence(), (found) -> found));
		for (byte[] found : answer.keys()) {
			String key = this.pool.keys().user(found);
			if (key != null && this.requests.owner(found) == current) {
				this.page.add(key);
			}
		}
		this.cursor = answer.cursor();
		if (!answer.more()) {
			this.node = this.nodes.hasNext() ? this.nodes.next() : null;
			this.cursor = ScanPage.START;
		}
	}

	private void close() {
		this.node = null;
		this.page.clear();
	}

}
