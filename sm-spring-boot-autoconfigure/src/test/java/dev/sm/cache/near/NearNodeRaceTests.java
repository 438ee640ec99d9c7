package dev.sm.cache.near;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.sm.race.Races;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyTracking;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.TrackingStorage;
import org.junit.jupiter.api.Test;

/**
 * A read is under way while its key changes: what is kept in memory afterwards is what
 * the node has.
 */
class NearNodeRaceTests {

	private static final byte[] KEY = { 'k' };

	private static final long STALENESS = Duration.ofHours(1).toNanos();

	@Test
	void aReadAgainstWhatTheNodeTells() {
		Races.holds("near cache, told", () -> told(new World(new ConcurrentHashMap<>())));
	}

	@Test
	void aReadAgainstAWriteFromHere() {
		Races.holds("near cache, written", () -> {
			World world = new World(new ConcurrentHashMap<>());
			Races.atOnce(world::read, () -> world.near.execute(NodeCommand.Put.of(KEY, new byte[] { 2 })));
			Races.require(world.read() == 2, "what is kept is what the node has");
		});
	}

	@Test
	void aReadAgainstALostConnection() {
		Races.holds("near cache, lost", () -> {
			World world = new World(new ConcurrentHashMap<>());
			Races.atOnce(world::read, () -> {
				world.near.ended();
				// nobody is told
				world.node.value = 2;
				world.near.began();
			});
			Races.require(world.read() == 2, "what is kept is what the node has");
		});
	}

	@Test
	void twoReadsAgainstWhatTheNodeTells() {
		Races.holds("near cache, two readers", () -> {
			World world = new World(new ConcurrentHashMap<>());
			Races.atOnce(world::read, () -> {
				world.node.value = 2;
				world.near.changed(KEY);
				Races.require(world.read() == 2, "nothing older is read once it was told");
			}, world::read);
			Races.require(world.read() == 2, "what is kept is what the node has");
		});
	}

	@Test
	void aNodeThatTellsBeforeItChangesIsCaught() {
		Races.breaks("near cache, told too soon", () -> {
			World world = new World(new ConcurrentHashMap<>());
			Races.atOnce(world::read, () -> {
				world.near.changed(KEY);
				world.node.value = 2;
			});
			Races.require(world.read() == 2, "what is kept is what the node has");
		});
	}

	private static void told(World world) {
		Races.atOnce(world::read, () -> {
			world.node.value = 2;
			world.near.changed(KEY);
		});
		Races.require(world.read() == 2, "what is kept is what the node has");
	}

	/** A node and what is kept of it. */
	private static final class World {

		private final Node node = new Node();

		private final NearNode near;

		World(ConcurrentMap<NearKey, NearEntry> entries) {
			this.near = new NearNode(this.node, entries, new Tracking(STALENESS), () -> 0, new NearCounters());
			this.near.began();
		}

		private int read() {
			List<byte[]> values = this.near.execute(NodeCommand.Get.of(KEY)).toCompletableFuture().join();
			return values.get(0)[0];
		}

	}

	/** A node with one value, that answers at once. */
	private static final class Node implements TrackingStorage {

		private volatile int value = 1;

		@Override
		public void track(KeyTracking tracking) {
		}

		@Override
		@SuppressWarnings("unchecked")
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			if (command instanceof NodeCommand.Put put) {
				this.value = put.entries().get(0).value()[0];
				return (CompletionStage<R>) CompletableFuture.completedFuture(true);
			}
			byte[] found = { (byte) this.value };
			return (CompletionStage<R>) CompletableFuture.completedFuture((command instanceof NodeCommand.GetTimed)
					? List.of(new Looked(found, KeyCopy.NEVER)) : List.of(found));
		}

		@Override
		public Object nativeOperations() {
			return this;
		}

		@Override
		public void close() {
		}

	}

}
