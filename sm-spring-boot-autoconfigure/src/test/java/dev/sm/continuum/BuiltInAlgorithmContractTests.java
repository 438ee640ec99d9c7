package dev.sm.continuum;

import dev.sm.testkit.ContinuumAlgorithmContractTests;
import org.junit.jupiter.api.Nested;

/**
 * The contract of continua, for the algorithms that there are.
 */
class BuiltInAlgorithmContractTests {

	private static ContinuumSpec three(String algorithm) {
		return ContinuumSpec.of(algorithm).with("a", 100).with("b", 100).with("c", 100);
	}

	@Nested
	class Weighted extends ContinuumAlgorithmContractTests {

		@Override
		protected ContinuumAlgorithm algorithm() {
			return new WeightedAlgorithm();
		}

		@Override
		protected ContinuumSpec spec() {
			return ContinuumSpec.of("weighted").with("a", 100).with("b", 250).with("c", 0).with("d", 70);
		}

	}

	@Nested
	class Jump extends ContinuumAlgorithmContractTests {

		@Override
		protected ContinuumAlgorithm algorithm() {
			return new JumpAlgorithm();
		}

		@Override
		protected ContinuumSpec spec() {
			return three("jump");
		}

	}

	@Nested
	class Libketama extends ContinuumAlgorithmContractTests {

		@Override
		protected ContinuumAlgorithm algorithm() {
			return new KetamaClient("libketama");
		}

		@Override
		protected ContinuumSpec spec() {
			return ContinuumSpec.of("libketama").with("10.0.0.1:11211", 100).with("b", 200).with("c", 50);
		}

	}

	@Nested
	class Twemproxy extends ContinuumAlgorithmContractTests {

		@Override
		protected ContinuumAlgorithm algorithm() {
			return new KetamaClient("twemproxy-ketama");
		}

		@Override
		protected ContinuumSpec spec() {
			return three("twemproxy-ketama").hash("md5");
		}

	}

	@Nested
	class DynamicSharding extends ContinuumAlgorithmContractTests {

		@Override
		protected ContinuumAlgorithm algorithm() {
			return new DynamicShardingAlgorithm();
		}

		@Override
		protected ContinuumSpec spec() {
			return three("dynamic-sharding");
		}

	}

	@Nested
	class RedisCluster extends ContinuumAlgorithmContractTests {

		@Override
		protected ContinuumAlgorithm algorithm() {
			return new RedisClusterAlgorithm();
		}

		@Override
		protected ContinuumSpec spec() {
			return three("redis-cluster");
		}

	}

}
