package dev.sm.continuum;

import java.util.Arrays;

/**
 * How many points a node has on a ring of ketama. What is rounded to single precision,
 * and when, decides whether a node has four points more or less.
 */
enum KetamaPoints {

	/** libketama: the product is of double precision until the end. */
	LIBKETAMA {
		@Override
		int digests(RingNodes nodes, int node) {
			return floor((float) (part(nodes, node) * 40.0 * nodes.count()));
		}
	},

	/** libmemcached and twemproxy: the product is of single precision. */
	LIBMEMCACHED {
		@Override
		int digests(RingNodes nodes, int node) {
			return floor((float) (part(nodes, node) * PER_NODE / 4 * nodes.count() + 1e-10));
		}
	},

	/**
	 * spymemcached: as libmemcached where weights differ; where they do not, it is not
	 * told of any.
	 */
	SPYMEMCACHED {
		@Override
		int digests(RingNodes nodes, int node) {
			return even(nodes) ? PER_NODE / 4 : LIBMEMCACHED.digests(nodes, node);
		}

		@Override
		boolean byKeyHash(RingNodes nodes, CompatibleHash hash) {
			return even(nodes) && hash != CompatibleHash.MD5;
		}

		private boolean even(RingNodes nodes) {
			return Arrays.stream(nodes.weights()).distinct().count() == 1;
		}
	};

	/** The points of a node of mean weight. */
	static final int PER_NODE = 160;

	/**
	 * How many digests, of four points each, a node has.
	 */
	abstract int digests(RingNodes nodes, int node);

	/**
	 * Whether the hash of keys makes the points too, one each.
	 */
	boolean byKeyHash(RingNodes nodes, CompatibleHash hash) {
		return false;
	}

	private static float part(RingNodes nodes, int node) {
		return (float) nodes.weights()[node] / (float) nodes.total();
	}

	private static int floor(float digests) {
		return (int) Math.floor(digests);
	}

}
