package dev.sm.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.sm.storage.Looked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Reads through: a value that is absent is loaded once, by whoever of all instances comes
 * first, and written if it is still absent then, so that a load never replaces what was
 * written meanwhile. Callers of one instance share its part in that.
 *
 * @param <T> the type of the value
 */
final class Loading<T> {

	private static final Logger logger = LoggerFactory.getLogger(Loading.class);

	private final Pool pool;

	private final Requests requests;

	private final String key;

	private final Type type;

	private final Duration ttl;

	private final Callable<? extends @Nullable T> loader;

	Loading(Pool pool, Requests requests, String key, Type type, Duration ttl, Callable<? extends @Nullable T> loader) {
		Requests.checkType(type);
		if (loader == null) {
			throw new IllegalArgumentException("'loader' must not be null");
		}
		this.pool = pool;
		this.requests = requests;
		this.key = key;
		this.type = type;
		this.ttl = Requests.checkedTtl(ttl);
		this.loader = loader;
	}

	@Nullable T await() {
		T present = this.pool.loads().settings().notes() ? decoded(waitFor(seen()))
				: this.pool.runner().await(this.requests.<T>get(this.key, this.type));
		if (present != null) {
			return present;
		}
		Loads.Ticket ticket = this.pool.loads().begin(name(false), Thread.currentThread());
		return ticket.mine() ? loadHere(ticket.load()) : join(ticket.load());
	}

	/** On this thread, whose own value need not be decoded. */
	private @Nullable T loadHere(Load load) {
		CallerThread caller = new CallerThread();
		Loader<T> here = loader(caller);
		LeasedLoad leased = leased(load, here);
		try {
			byte[] value = caller.await(leased);
			return here.made(value) ? here.value() : decoded(value);
		}
		catch (InterruptedException ex) {
			RuntimeException failure = interrupted();
			leased.completeExceptionally(failure);
			throw failure;
		}
		catch (ExecutionException ex) {
			if (Failures.unwrap(ex) instanceof CacheLoadException && here.failure() instanceof Error error) {
				throw error;
			}
			throw translated(Failures.unwrap(ex));
		}
	}

	private @Nullable T join(Load load) {
		if (load.ownedBy(Thread.currentThread())) {
			throw new IllegalStateException(
					"the loader of key '" + PoolKeys.shown(this.key) + "' must not load the same key");
		}
		return decoded(this.pool.loads().await(load, name(false)));
	}

	CompletableFuture<@Nullable T> async(Executor executor) {
		CompletableFuture<@Nullable T> result = new CompletableFuture<>();
		CompletableFuture<byte @Nullable []> present = this.pool.loads().settings().notes() ? seen()
				: this.pool.runner().async(this.requests.getRaw(this.key, (bytes) -> bytes));
		present.thenCompose((value) -> {
			if (value != null) {
				return CompletableFuture.completedFuture(value);
			}
			Loads.Ticket ticket = this.pool.loads().begin(name(false), null);
			if (ticket.mine()) {
				leased(ticket.load(), loader(executor));
			}
			return ticket.load();
		}).thenApply(this::decoded).whenComplete((value, failure) -> {
			if (failure != null) {
				result.completeExceptionally(Failures.unwrap(failure));
			}
			else {
				result.complete(value);
			}
		});
		return result;
	}

	private LeasedLoad leased(Load load, Loader<T> here) {
		LeasedLoad leased = new LeasedLoad(steps(here), load.deadline(), load::until);
		leased.whenComplete((value, failure) -> {
			if (failure != null) {
				load.failed(translated(Failures.unwrap(failure)));
			}
			else {
				load.loaded(value);
			}
		});
		return leased.start();
	}

	/** What is there; loaded anew in the background if it is time. */
	private CompletableFuture<byte @Nullable []> seen() {
		LoadSteps steps = steps(loader(this.pool.loadExecutor()));
		return steps.look().thenCombine(steps.note(), (looked, note) -> {
			byte[] value = looked.value();
			if (value != null && note != null && due(looked, value, note)) {
				reload(steps, value, note);
			}
			return value;
		});
	}

	private boolean due(Looked looked, byte[] value, LoadNote note) {
		Loads loads = this.pool.loads();
		return note.due(value, looked.remaining(), loads.settings().earlyRefresh(), loads.random());
	}

	private void reload(LoadSteps steps, byte[] value, LoadNote note) {
		Loads.Ticket ticket = this.pool.loads().begin(name(true), null);
		if (ticket.mine()) {
			new Reload(steps, value, note).start().whenComplete((done, failure) -> {
				ticket.load().loaded(null);
				if (failure != null) {
					logger.warn("The value of key '{}' in pool '{}' could not be loaded anew: {}",
							PoolKeys.shown(this.key), this.pool.name(), Failures.unwrap(failure).toString());
				}
			});
		}
	}

	private LoadSteps steps(Loader<T> here) {
		PoolRunner runner = this.pool.runner();
		LoadRequests own = new LoadRequests(this.requests, this.key, this.pool.loads().token());
		return new LoadSteps(own, runner::async, here, this.pool.loads().settings(), this.ttl, runner::later,
				runner::clock);
	}

	private Loader<T> loader(Executor executor) {
		return new Loader<>(this.loader, (value) -> this.requests.encode(this.key, value), executor, this::failed);
	}

	private Loads.Key name(boolean again) {
		return new Loads.Key(this.key, this.requests.fence(), again);
	}

	private byte @Nullable [] waitFor(CompletableFuture<byte @Nullable []> value) {
		try {
			return value.get();
		}
		catch (ExecutionException ex) {
			throw translated(Failures.unwrap(ex));
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	private @Nullable T decoded(byte @Nullable [] value) {
		return (value != null) ? this.requests.decode(this.key, value, this.type) : null;
	}

	private RuntimeException interrupted() {
		Thread.currentThread().interrupt();
		return new DataAccessResourceFailureException("the load of key '" + PoolKeys.shown(this.key) + "' in pool '"
				+ this.pool.name() + "' was interrupted");
	}

	private RuntimeException translated(Throwable failure) {
		if (failure instanceof LeasedLoad.TooSlow) {
			return this.pool.loads().tooSlow(name(false));
		}
		return (failure instanceof DataAccessException known) ? known : failed(failure);
	}

	private RuntimeException failed(Throwable failure) {
		if (failure instanceof DataAccessException known) {
			return known;
		}
		if (failure instanceof RejectedExecutionException) {
			return new DataAccessResourceFailureException(
					"the executor of loads refused to load key '" + PoolKeys.shown(this.key) + "'", failure);
		}
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		return new CacheLoadException("the loader of key '" + PoolKeys.shown(this.key) + "' in pool '"
				+ this.pool.name() + "' failed: " + failure, failure);
	}

}
