package dev.sm.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import dev.sm.membership.Requests;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommandException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for migrations by changing the phase of a pool in the store, if it is what it was
 * read as; whoever is elected takes it from there. So anyone may ask, and what was
 * refused has changed nothing.
 */
final class LivePoolMigrations implements PoolMigrations {

	private static final Duration STORE = Duration.ofSeconds(10);

	private static final Duration CHECK = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final int ATTEMPTS = 5;

	private final Map<String, Pool> pools;

	private final PoolMigrationsView view;

	private final CoordinationStore store;

	private final String prefix;

	private final MigrationDriver driver;

	LivePoolMigrations(Map<String, Pool> pools, PoolMigrationsView view, CoordinationStore store, String prefix,
			MigrationDriver driver) {
		this.pools = pools;
		this.view = view;
		this.store = store;
		this.prefix = prefix;
		this.driver = driver;
	}

	@Override
	public MigrationPlan plan(String pool, Map<String, Integer> weights) {
		return this.view.plan(pool, weights);
	}

	@Override
	public MigrationStatus begin(String pool, Map<String, Integer> weights, MigrationMode mode) {
		Map<String, Integer> target = this.view.complete(pool, weights);
		begin(pool, target, mode, false);
		await(pool, (phase) -> phase.step() != Phase.Step.PURGE);
		return status(pool);
	}

	/**
	 * Begins a migration that ends by itself, unless one runs or there is nothing to do.
	 */
	void beginAutomatically(String pool, Map<String, Integer> weights) {
		begin(pool, this.view.complete(pool, weights), MigrationMode.ACTIVE, true);
	}

	private void begin(String pool, Map<String, Integer> target, MigrationMode mode, boolean automatic) {
		change(pool, (phase) -> {
			if (phase.step() != Phase.Step.STABLE) {
				throw refused("a migration of pool '" + pool + "' runs already (" + phase.step()
						+ "); end or abort it first");
			}
			if (phase.to().equals(target)) {
				throw refused("pool '" + pool + "' has these weights already");
			}
			checkNodes(pool, phase.to(), target);
			return phase.begin(target, mode, automatic, this.driver.timeOfDay());
		});
	}

	/** Every node that holds keys before or afterwards must answer, and allow it. */
	private void checkNodes(String pool, Map<String, Integer> from, Map<String, Integer> to) {
		Pool known = this.pools.get(pool);
		if (known == null) {
			return;
		}
		for (PoolNode node : known.topology().nodes()) {
			if (from.getOrDefault(node.id(), 0) > 0 || to.getOrDefault(node.id(), 0) > 0) {
				checkNode(known, node);
			}
		}
	}

	private void checkNode(Pool pool, PoolNode node) {
		try {
			CompletableFuture<?> read = node.send(new MigrationCommand.ReadRecord(PoolNames.encode(pool.name())), null);
			CompletableFuture<?> checked = pool.topologies().scripted() ? read
					: read.thenCompose((record) -> node.send(new MigrationCommand.CutOff("\n", Set.of()), null));
			checked.get(CHECK.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = Failures.unwrap(ex);
			boolean forbidden = cause instanceof NodeCommandException && !pool.topologies().scripted();
			throw refused("node '" + node.id() + "' of pool '" + pool.name() + "' cannot take part: "
					+ cause.getMessage()
					+ (forbidden
							? ". Allow its user what docs/migration.md lists, or set " + "'migration.fence' to 'script'"
							: ""));
		}
		catch (TimeoutException ex) {
			throw refused("node '" + node.id() + "' of pool '" + pool.name() + "' did not answer within "
					+ CHECK.toMillis() + "ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw refused("interrupted");
		}
	}

	@Override
	public MigrationStatus end(String pool) {
		change(pool, (phase) -> {
			if (phase.step() == Phase.Step.STABLE || phase.step() == Phase.Step.CANCEL) {
				throw refused("there is no migration of pool '" + pool + "' to end");
			}
			if (phase.step() == Phase.Step.CLOSED || phase.step() == Phase.Step.NEW) {
				return null;
			}
			if (phase.step() != Phase.Step.RUN) {
				throw refused("the migration of pool '" + pool + "' has only begun (" + phase.step() + ")");
			}
			Progress progress = progress(pool);
			if (phase.copying() && !(progress.m() == phase.m() && progress.clean())) {
				throw refused("keys of pool '" + pool + "' are yet to move ("
						+ ((progress.m() == phase.m() && progress.remaining() != null) ? progress.remaining()
								: "it is not known yet how many")
						+ ((progress.problem() != null) ? ": " + progress.problem() : "")
						+ "); end it when 'remaining' is 0");
			}
			return phase.at(Phase.Step.CLOSED);
		});
		await(pool, (phase) -> phase.step() == Phase.Step.STABLE);
		return status(pool);
	}

	@Override
	public MigrationStatus abort(String pool) {
		change(pool, (phase) -> switch (phase.step()) {
			case STABLE -> throw refused("there is no migration of pool '" + pool + "' to abort");
			case CANCEL -> null;
			case PURGE, AWARE -> phase.cancel();
			case RUN, SETTLE -> phase.turn();
			case CLOSED -> {
				if (!phase.copying()) {
					throw refused("the passive migration of pool '" + pool
							+ "' is ending: what was left behind has been answered as a miss and must not come back");
				}
				yield phase.turn();
			}
			case NEW -> throw refused("the migration of pool '" + pool + "' has ended; migrate back instead");
		});
		await(pool, (phase) -> phase.step() == Phase.Step.STABLE || phase.step() == Phase.Step.RUN);
		return status(pool);
	}

	@Override
	public MigrationStatus status(String pool) {
		PoolMember member = this.driver.member(this.view.known(pool).name());
		if (member == null) {
			return this.view.status(pool);
		}
		PoolMember.Known known = member.known();
		Phase phase = known.phase();
		if (phase.step() == Phase.Step.STABLE) {
			Map<String, Integer> weights = this.view.complete(pool, phase.to());
			return new MigrationStatus("STABLE", null, weights, weights, 0, 0L, 0, null);
		}
		Progress progress = (known.progress().m() == phase.m()) ? known.progress() : Progress.none(phase.m());
		Map<String, Integer> from = this.view.complete(pool, phase.from());
		Map<String, Integer> to = this.view.complete(pool, phase.to());
		Long remaining = (phase.mode() == MigrationMode.PASSIVE) ? null : progress.remaining();
		return new MigrationStatus(phase.step().name(), phase.mode(), from, to, progress.moved(), remaining,
				this.view.share(pool, from, to),
				(phase.startedAt() > 0) ? Instant.ofEpochMilli(phase.startedAt()) : null);
	}

	private Progress progress(String pool) {
		Entry entry = read(() -> this.store.get(PoolNames.of(this.prefix, pool).progress()).toCompletableFuture());
		return (entry != null) ? Progress.parse(entry.value()) : Progress.none(0);
	}

	/** Changes the phase, or does nothing if the change is {@code null}. */
	private void change(String pool, Function<Phase, @Nullable Phase> change) {
		String key = PoolNames.of(this.prefix, this.view.known(pool).name()).phase();
		for (int i = 0; i < ATTEMPTS; i++) {
			Entry entry = read(() -> this.store.get(key).toCompletableFuture());
			if (entry == null) {
				throw refused("the coordination store has no phase of pool '" + pool + "'");
			}
			Phase next = change.apply(PhaseDocument.parse(entry.value()));
			if (next == null) {
				return;
			}
			Transaction transaction = Transaction.builder()
				.ifUnchanged(key, entry.revision())
				.put(key, PhaseDocument.format(next))
				.build();
			if (Boolean.TRUE.equals(read(() -> this.store.commit(transaction)
				.thenApply((result) -> (Boolean) result.applied())
				.toCompletableFuture()))) {
				return;
			}
		}
		throw refused("the phase of pool '" + pool + "' is being changed by somebody else; try again");
	}

	private void await(String pool, Function<Phase, Boolean> condition) {
		PoolMember member = this.driver.member(pool);
		if (member != null) {
			this.driver.await(member.seen(condition), PATIENCE);
		}
	}

	private <T> @Nullable T read(Supplier<CompletableFuture<T>> request) {
		try {
			return request.get().get(STORE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw refused("the coordination store did not answer: " + Requests.reason(ex));
		}
		catch (TimeoutException ex) {
			throw refused("the coordination store did not answer within " + STORE.toMillis() + "ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw refused("interrupted");
		}
	}

	/** What keeps migrations or placements from being as they should, for people. */
	List<String> problems(String pool) {
		PoolMember member = this.driver.member(pool);
		return (member != null) ? member.mismatches() : List.of();
	}

	private static MigrationRefusedException refused(String reason) {
		return new MigrationRefusedException(reason, false);
	}

}
