package dev.sm.routing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class ServedShardsTests {

	private final RoutingChanges changes = new RoutingChanges();

	private final ServedShards served = new ServedShards(this.changes, System::nanoTime,
			Duration.ofSeconds(20).toNanos());

	private final Handler handler = new Handler();

	private final ShardCallback followed = this.served.follow("orders", this.handler);

	private final KnownShard shard = new KnownShard();

	@Test
	void aShardIsServedFromTheTimeWhenItIsAdded() throws Exception {
		assertThat(this.served.enter("orders", "7")).isNull();
		this.followed.add(this.shard);
		ServedShards.Visit visit = this.served.enter("orders", "7");
		assertThat(visit).isNotNull();
		assertThat(visit.shard()).isSameAs(this.shard);
		assertThat(this.served.enter("bills", "7")).isNull();
	}

	@Test
	void aShardThatCannotBeAddedIsNotServed() {
		this.handler.failing = true;
		assertThatIllegalStateException().isThrownBy(() -> this.followed.add(this.shard));
		assertThat(this.served.enter("orders", "7")).isNull();
	}

	@Test
	void aShardThatIsNotHeldIsNotServed() throws Exception {
		this.followed.add(this.shard);
		this.shard.held = false;
		assertThat(this.served.enter("orders", "7")).isNull();
	}

	@Test
	void aDropWaitsForRequestsUnderWayAndLetsNoneIn() throws Exception {
		this.followed.add(this.shard);
		ServedShards.Visit visit = this.served.enter("orders", "7");
		long version = this.changes.version();
		CompletableFuture<Void> dropped = drop();
		assertThat(this.changes.awaitAfter(version, TimeUnit.SECONDS.toNanos(10))).isTrue();
		assertThat(this.served.enter("orders", "7")).isNull();
		assertThat(this.handler.drops).isZero();
		visit.close();
		visit.close();
		dropped.get(10, TimeUnit.SECONDS);
		assertThat(this.handler.drops).isEqualTo(1);
	}

	@Test
	void aDropDoesNotWaitForEver() throws Exception {
		ServedShards impatient = new ServedShards(this.changes, System::nanoTime, 1);
		ShardCallback callback = impatient.follow("orders", this.handler);
		callback.add(this.shard);
		assertThat(impatient.enter("orders", "7")).isNotNull();
		callback.drop(this.shard);
		assertThat(this.handler.drops).isEqualTo(1);
	}

	@Test
	void aDropOfWhatIsHeldNoLongerDoesNotWait() throws Exception {
		this.followed.add(this.shard);
		assertThat(this.served.enter("orders", "7")).isNotNull();
		this.shard.held = false;
		drop().get(10, TimeUnit.SECONDS);
		assertThat(this.handler.drops).isEqualTo(1);
	}

	private CompletableFuture<Void> drop() {
		return CompletableFuture.runAsync(() -> {
			try {
				this.followed.drop(this.shard);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/** Counts drops. */
	private static final class Handler implements ShardCallback {

		private boolean failing;

		private volatile int drops;

		@Override
		public void add(Shard shard) {
			if (this.failing) {
				throw new IllegalStateException("not today");
			}
		}

		@Override
		public void drop(Shard shard) {
			this.drops++;
		}

	}

	/** Held or not as a test says. */
	private static final class KnownShard implements Shard {

		private volatile boolean held = true;

		@Override
		public String id() {
			return "7";
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
			return 3;
		}

		@Override
		public boolean held() {
			return this.held;
		}

	}

}
