package dev.sm.continuum;

import java.util.List;

/**
 * Places what a client with ketama placed. Knows its name alone until it is used, since
 * most applications use none of these.
 *
 * @param name the name of the algorithm
 */
record KetamaClient(String name) implements ContinuumAlgorithm {

	private static final String LIBKETAMA = "libketama";

	private static final String SHARDED_KV = "sharded-kv";

	private static final String LIBMEMCACHED = "libmemcached-ketama";

	private static final String SPYMEMCACHED = "spymemcached-ketama";

	private static final String TWEMPROXY = "twemproxy-ketama";

	static final List<KetamaClient> ALL = List.of(new KetamaClient(LIBKETAMA), new KetamaClient(SHARDED_KV),
			new KetamaClient(LIBMEMCACHED), new KetamaClient(SPYMEMCACHED), new KetamaClient(TWEMPROXY));

	@Override
	public Continuum create(ContinuumSpec spec) {
		return algorithm().create(spec);
	}

	private KetamaAlgorithm algorithm() {
		return switch (this.name) {
			case LIBKETAMA -> KetamaAlgorithm.LIBKETAMA;
			case SHARDED_KV -> KetamaAlgorithm.SHARDED_KV;
			case LIBMEMCACHED -> KetamaAlgorithm.LIBMEMCACHED;
			case SPYMEMCACHED -> KetamaAlgorithm.SPYMEMCACHED;
			case TWEMPROXY -> KetamaAlgorithm.TWEMPROXY;
			default -> throw new IllegalStateException("no client is called '" + this.name + "'");
		};
	}

}
