package dev.sm.continuum;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Places requests by key on a continuum, and lets none of its nodes have many more
 * requests in flight than the others: a request goes to the first node of its key, in
 * order of preference, that is below its bound. The bound is
 * {@code (1 + epsilon) * mean * weight}, rounded up, with the request itself counted in;
 * the mean is what a node of weight 1 would have if all requests in flight were spread by
 * weight. So while load is even, keys stay with their owners.
 * <p>
 * What is in flight is remembered by name of node, across continua: one object serves a
 * set of nodes that changes. Thread-safe and lock-free. Requests that start at the same
 * instant are each judged by what they see.
 *
 * @see <a href="https://arxiv.org/abs/1608.01350">Mirrokni, Thorup and Zadimoghaddam,
 * Consistent Hashing with Bounded Loads</a>
 */
public final class BoundedLoad {

	private final double factor;

	private final Map<String, AtomicInteger> loads = new ConcurrentHashMap<>();

	private BoundedLoad(double epsilon) {
		this.factor = 1 + epsilon;
	}

	/**
	 * Nothing is in flight yet.
	 * @param epsilon how far above the mean a node may be: 0.25 is a quarter; above 0, at
	 * most 100
	 * @return the bound
	 * @throws IllegalArgumentException if epsilon is not in that range
	 */
	public static BoundedLoad withEpsilon(double epsilon) {
		if (!(epsilon > 0 && epsilon <= 100)) {
			throw new IllegalArgumentException("epsilon is " + epsilon + ", must be above 0 and at most 100");
		}
		return new BoundedLoad(epsilon);
	}

	/**
	 * Chooses a node for a request and counts the request in.
	 * @param continuum the nodes
	 * @param key the key of the request
	 * @return the place of the request; close it when the request is over
	 */
	public Place enter(Continuum continuum, String key) {
		String owner = continuum.nodeFor(key);
		Capacity capacity = Capacity.of(this, continuum.spec(), (node) -> true);
		return capacity.admits(owner) ? new Place(owner, load(owner))
				: enter(capacity, continuum.nodesFor(key, ContinuumSpec.MAX_NODES));
	}

	/**
	 * Chooses among some of the nodes. What the others have in flight does not count.
	 * @param continuum the nodes
	 * @param key the key of the request
	 * @param usable which of the nodes may be chosen: one at least that can hold keys,
	 * otherwise all may
	 * @return the place of the request; close it when the request is over
	 */
	public Place enter(Continuum continuum, String key, Predicate<String> usable) {
		List<String> all = continuum.nodesFor(key, ContinuumSpec.MAX_NODES);
		List<String> nodes = all.stream().filter(usable).toList();
		return nodes.isEmpty() ? enter(Capacity.of(this, continuum.spec(), (node) -> true), all)
				: enter(Capacity.of(this, continuum.spec(), usable), nodes);
	}

	private Place enter(Capacity capacity, List<String> nodes) {
		for (String node : nodes) {
			if (capacity.admits(node)) {
				return new Place(node, load(node));
			}
		}
		// others were faster everywhere: the owner is no worse than any
		AtomicInteger load = load(nodes.get(0));
		load.incrementAndGet();
		return new Place(nodes.get(0), load);
	}

	/**
	 * How many requests a node has in flight.
	 * @param node the name of the node
	 * @return the number
	 */
	public int inFlight(String node) {
		AtomicInteger load = this.loads.get(node);
		return (load != null) ? load.get() : 0;
	}

	private AtomicInteger load(String node) {
		return this.loads.computeIfAbsent(node, (name) -> new AtomicInteger());
	}

	/** What each node may have, by what is in flight at one time. */
	private record Capacity(BoundedLoad bound, ContinuumSpec spec, double perWeight) {

		static Capacity of(BoundedLoad bound, ContinuumSpec spec, Predicate<String> usable) {
			long requests = 1;
			long weight = 0;
			for (Map.Entry<String, Integer> node : spec.nodes().entrySet()) {
				if (node.getValue() > 0 && usable.test(node.getKey())) {
					weight += node.getValue();
					requests += bound.inFlight(node.getKey());
				}
			}
			return new Capacity(bound, spec, bound.factor * requests / Math.max(1, weight));
		}

		boolean admits(String node) {
			// a hair less, so that a product that is whole is not rounded up
			int most = (int) Math.ceil(this.perWeight * this.spec.nodes().getOrDefault(node, 0) - 1e-9);
			AtomicInteger load = this.bound.load(node);
			int now = load.get();
			while (now < most) {
				if (load.compareAndSet(now, now + 1)) {
					return true;
				}
				now = load.get();
			}
			return false;
		}

	}

	/**
	 * A request's place on a node until it is closed. Thread-safe; closing it again does
	 * nothing.
	 */
	public static final class Place implements AutoCloseable {

		private final String node;

		private final AtomicInteger load;

		private final AtomicInteger open = new AtomicInteger(1);

		private Place(String node, AtomicInteger load) {
			this.node = node;
			this.load = load;
		}

		/**
		 * Where the request goes.
		 * @return the name of the node
		 */
		public String node() {
			return this.node;
		}

		@Override
		public void close() {
			if (this.open.compareAndSet(1, 0)) {
				this.load.decrementAndGet();
			}
		}

	}

}
