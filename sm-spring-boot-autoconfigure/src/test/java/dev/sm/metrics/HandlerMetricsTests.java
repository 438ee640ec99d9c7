package dev.sm.metrics;

import java.util.ArrayList;
import java.util.List;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link HandlerMetrics}.
 */
class HandlerMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final HandlerMetrics metrics = new HandlerMetrics();

	private final List<String> calls = new ArrayList<>();

	private final ShardCallback timed = this.metrics.timed("orders", new Handler());

	@Test
	void callsGoThroughAndAreTimed() throws Exception {
		this.metrics.bindTo(this.registry);
		this.timed.prepare(new OneShard());
		this.timed.add(new OneShard());
		assertThat(this.timed.load(new OneShard())).isEqualTo(ShardLoad.of(4));
		assertThat(this.calls).containsExactly("prepare", "add");
		assertThat(this.registry.get("sm.handler")
			.tags("service", "orders", "event", "add", "outcome", "success")
			.timer()
			.count()).isOne();
	}

	@Test
	void failuresAreTold() {
		this.metrics.bindTo(this.registry);
		assertThatIllegalStateException().isThrownBy(() -> this.timed.drop(new OneShard()));
		assertThat(this.registry.get("sm.handler").tags("event", "drop", "outcome", "failure").timer().count()).isOne();
	}

	@Test
	void worksWithoutARegistry() throws Exception {
		this.timed.add(new OneShard());
		assertThat(this.calls).containsExactly("add");
	}

	private final class Handler implements ShardCallback {

		@Override
		public void prepare(Shard shard) {
			HandlerMetricsTests.this.calls.add("prepare");
		}

		@Override
		public void add(Shard shard) {
			HandlerMetricsTests.this.calls.add("add");
		}

		@Override
		public void drop(Shard shard) {
			throw new IllegalStateException("cannot");
		}

		@Override
		public ShardLoad load(Shard shard) {
			return ShardLoad.of(4);
		}

	}

	private record OneShard() implements Shard {

		@Override
		public String id() {
			return "1";
		}

		@Override
		public String service() {
			return "orders";
		}

		@Override
		public @Nullable String task() {
			return null;
		}

		@Override
		public long epoch() {
			return 1;
		}

		@Override
		public boolean held() {
			return true;
		}

	}

}
