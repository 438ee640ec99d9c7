package dev.sm.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.ScanPage;
import dev.sm.storage.SurveyPage;
import org.jspecify.annotations.Nullable;

/**
 * Lists the keys of a pool, one page of one node at a time, and no sooner than it is
 * asked for them. Tells only keys that are placed on the node that has them: what was
 * left elsewhere cannot be read either.
 * <p>
 * While keys move, all old places are looked at first, marks included, and then the new
 * ones: a key moves in this direction only, so it is met at one of the two. If the
 * direction changes meanwhile, the scan begins anew. Not thread-safe, as streams are not.
 */
final class KeyScan implements Iterator<String> {

	/** About how many keys a node looks at for one page. */
	static final int PAGE = 1_000;

	private final Pool pool;

	private final Requests requests;

	private final String prefix;

	private final byte[] stored;

	private final ArrayDeque<String> page = new ArrayDeque<>();

	private Topology topology;

	private Iterator<Look> looks;

	private @Nullable Look look;

	private String cursor = ScanPage.START;

	private KeyScan(Pool pool, Requests requests, String prefix) {
		if (prefix == null) {
			throw new IllegalArgumentException("'prefix' must not be null");
		}
		this.pool = pool;
		this.requests = requests;
		this.prefix = prefix;
		this.stored = requests.stored(prefix);
		this.topology = pool.topology();
		this.looks = looks(pool, this.topology);
		this.look = this.looks.hasNext() ? this.looks.next() : null;
	}

	private static Iterator<Look> looks(Pool pool, Topology topology) {
		List<Look> looks = new ArrayList<>();
		boolean replicated = pool.runner().replicas() != null;
		topology.nodes()
			.stream()
			.filter((node) -> topology.weight(node) > 0 && !(replicated && node.health().open()))
			.forEach((node) -> looks.add(new Look(node, false)));
		if (topology.aware()) {
			topology.nodes().stream().filter(topology::holds).forEach((node) -> looks.add(new Look(node, true)));
		}
		return looks.iterator();
	}

	static Stream<String> stream(Pool pool, Requests requests, String prefix) {
		KeyScan scan = new KeyScan(pool, requests, prefix);
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(scan, Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(scan::close);
	}

	@Override
	public boolean hasNext() {
		while (this.page.isEmpty() && this.look != null) {
			read(this.look);
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

	private void read(Look current) {
		SurveyPage answer = (this.topology.aware() && !current.target()) ? survey(current.node())
				: page(current.node());
		Topology now = this.pool.topology();
		if (now != this.topology) {
			this.topology = now;
			this.looks = looks(this.pool, now);
			this.look = this.looks.hasNext() ? this.looks.next() : null;
			this.cursor = ScanPage.START;
			return;
		}
		answer.keys().forEach((key) -> add(key, current));
		answer.moved().forEach((mark) -> add(mark.key(), current));
		this.cursor = answer.cursor();
		if (!answer.more()) {
			this.look = this.looks.hasNext() ? this.looks.next() : null;
			this.cursor = ScanPage.START;
		}
	}

	private void add(byte[] found, Look current) {
		String key = this.pool.keys().user(found);
		byte[] placed = this.pool.keys().placedFound(found);
		PoolNode owner = this.topology.owner(placed);
		PoolNode place = current.target() ? this.topology.destination(placed, owner) : owner;
		if (key != null && (place == current.node() || this.pool.runner().replicas() != null)) {
			this.page.add(key);
		}
	}

	private SurveyPage survey(PoolNode node) {
		return ask(node,
				new MigrationCommand.Survey(PoolNames.encode(this.pool.name()), this.cursor, this.stored, PAGE));
	}

	private SurveyPage page(PoolNode node) {
		ScanPage page = ask(node, new NodeCommand.Scan(this.cursor, this.stored, PAGE));
		return new SurveyPage(page.cursor(), page.keys(), List.of(), List.of());
	}

	private <R> R ask(PoolNode node, NodeCommand<R> command) {
		return this.pool.runner()
			.await(Request.to("scan", this.prefix, node, command, this.requests.fence(), (found) -> found));
	}

	private void close() {
		this.look = null;
		this.page.clear();
	}

	/**
	 * One node to look at.
	 *
	 * @param node the node
	 * @param target whether as a new place
	 */
	private record Look(PoolNode node, boolean target) {

	}

}
