package dev.sm.manager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import dev.sm.testkit.SwitchableStore;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Several application instances in one JVM, with one store and one journal.
 */
final class Instances implements AutoCloseable {

	static final String SERVICE = "orders";

	private final String storeName = "test-" + UUID.randomUUID();

	private final LocalCoordinationStore anchor = LocalCoordinationStore.shared(this.storeName);

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "handler");
		thread.setDaemon(true);
		return thread;
	});

	private final List<Instance> all = new ArrayList<>();

	final Journal journal = new Journal();

	private ServiceSettings service = ServiceSettings.of(SERVICE, 8);

	private Duration ttl = Duration.ofSeconds(5);

	Instances with(ServiceSettings service) {
		this.service = service;
		return this;
	}

	Instances withTtl(Duration ttl) {
		this.ttl = ttl;
		return this;
	}

	static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	Instance start(String id) {
		return start(id, new ShardCallback() {

			@Override
			public void add(Shard shard) {
			}

			@Override
			public void drop(Shard shard) {
			}

		});
	}

	Instance start(String id, @Nullable ShardCallback callback) {
		Instance instance = create(settings(id), callback);
		instance.driver.start();
		instance.driver.awaitReady(Duration.ofSeconds(20));
		return instance;
	}

	Instance create(OwnershipSettings settings, @Nullable ShardCallback callback) {
		Instance instance = new Instance(settings, callback);
		this.all.add(instance);
		return instance;
	}

	OwnershipSettings settings(String id) {
		return settings(id, Set.of());
	}

	OwnershipSettings settings(String id, Set<String> tags) {
		return new OwnershipSettings("/sm", id, null, "", 1, null, tags, true, this.ttl, Duration.ofSeconds(5));
	}

	/**
	 * Who holds what at this instant, by what each participant says of itself.
	 * @return the shards that are held, by participant
	 */
	Map<String, Set<String>> held() {
		Map<String, Set<String>> held = new TreeMap<>();
		for (Instance instance : this.all) {
			Set<String> shards = new TreeSet<>();
			instance.manager().held().forEach((shard) -> shards.add(shard.id()));
			held.merge(instance.settings.participantId(), shards, (a, b) -> {
				a.addAll(b);
				return a;
			});
		}
		return held;
	}

	List<Integer> counts() {
		return held().values().stream().map(Set::size).sorted().toList();
	}

	/**
	 * Whether each shard is held once, and what the participants believe is the same.
	 * @param shards how many shards there are
	 * @return whether nothing is under way
	 */
	boolean settled(int shards) {
		int held = counts().stream().mapToInt(Integer::intValue).sum();
		return held == shards && this.all.stream()
			.filter((instance) -> instance.driver.status().valid())
			.allMatch((instance) -> instance.manager().describe().shards().size() == shards && instance.manager()
				.describe()
				.shards()
				.stream()
				.allMatch((shard) -> shard.state().equals("HELD")));
	}

	@Override
	public void close() {
		this.all.forEach((instance) -> instance.driver.close());
		this.all.forEach((instance) -> instance.store.close());
		this.anchor.close();
		this.executor.shutdownNow();
	}

	/**
	 * One application instance.
	 */
	final class Instance {

		final OwnershipSettings settings;

		final SwitchableStore store = new SwitchableStore(LocalCoordinationStore.shared(Instances.this.storeName));

		final OwnershipDriver driver;

		private Instance(OwnershipSettings settings, @Nullable ShardCallback callback) {
			this.settings = settings;
			this.driver = new OwnershipDriver(this.store, settings, List.of(Instances.this.service),
					Instances.this.executor);
			if (callback != null) {
				this.driver.register(SERVICE, new Recorder(callback));
			}
		}

		ShardManager manager() {
			return this.driver.manager(SERVICE);
		}

		Shard shard(String id) {
			return manager().held().stream().filter((shard) -> shard.id().equals(id)).findFirst().orElseThrow();
		}

		Set<String> heldIds() {
			Set<String> ids = new TreeSet<>();
			manager().held().forEach((shard) -> ids.add(shard.id()));
			return ids;
		}

		/** Loses the store, as a crashed instance does, without closing its session. */
		void crash() {
			this.store.cut();
			this.driver.close();
		}

		/**
		 * Writes the journal. A drop is written when it is over, the rest when it begins.
		 */
		private final class Recorder implements ShardCallback {

			private final ShardCallback callback;

			private Recorder(ShardCallback callback) {
				this.callback = callback;
			}

			@Override
			public void prepare(Shard shard) throws Exception {
				write("prepare", shard);
				this.callback.prepare(shard);
			}

			@Override
			public void add(Shard shard) throws Exception {
				this.callback.add(shard);
				write("add", shard);
			}

			@Override
			public void drop(Shard shard) throws Exception {
				this.callback.drop(shard);
				write("drop", shard);
			}

			@Override
			public ShardLoad load(Shard shard) throws Exception {
				return this.callback.load(shard);
			}

			private void write(String call, Shard shard) {
				Instances.this.journal.write(Instance.this.settings.participantId(), call, shard);
			}

		}

	}

}
