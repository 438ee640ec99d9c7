package dev.sm.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Reads through: a value that is absent is loaded once, by whoever comes first, and
 * written if it is still absent then, so that a load never replaces what was written
 * meanwhile.
 *
 * @param <T> the type of the value
 */
final class Loading<T> {

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
		T present = this.pool.runner().await(get());
		if (present != null) {
			return present;
		}
		Loads.Ticket ticket = this.pool.loads().begin(this.key, this.requests.fence(), Thread.currentThread());
		return ticket.mine() ? loadHere(ticket.load()) : join(ticket.load());
	}

	private @Nullable T loadHere(Load load) {
		try {
			// somebody else's load may have ended between the first look and this one
			byte[] present = this.pool.runner().await(getRaw());
			if (present != null) {
				load.loaded(present);
				return this.requests.decode(this.key, present, this.type);
			}
			T value = this.loader.call();
			byte[] encoded = (value != null) ? this.requests.encode(this.key, value) : null;
			if (encoded != null && !load.isDone()) {
				this.pool.runner().await(store(encoded));
			}
			load.loaded(encoded);
			return value;
		}
		catch (Throwable ex) {
			RuntimeException failure = translated(ex);
			load.failed(failure);
			if (ex instanceof Error error) {
				throw error;
			}
			throw failure;
		}
	}

	private @Nullable T join(Load load) {
		if (load.ownedBy(Thread.currentThread())) {
			throw new IllegalStateException(
					"the loader of key '" + PoolKeys.shown(this.key) + "' must not load the same key");
		}
		return decoded(this.pool.loads().await(load, new Loads.Key(this.key, this.requests.fence())));
	}

	CompletableFuture<@Nullable T> async(Executor executor) {
		CompletableFuture<@Nullable T> result = new CompletableFuture<>();
		this.pool.runner().async(get()).whenComplete((present, failure) -> {
			if (present != null || failure != null) {
				settle(result, present, failure);
				return;
			}
			Loads.Ticket ticket = this.pool.loads().begin(this.key, this.requests.fence(), null);
			ticket.load().thenApply(this::decoded).whenComplete((value, failed) -> settle(result, value, failed));
			if (ticket.mine()) {
				loadElsewhere(ticket.load(), executor);
			}
		});
		return result;
	}

	private void settle(CompletableFuture<@Nullable T> result, @Nullable T value, @Nullable Throwable failure) {
		if (failure != null) {
			result.completeExceptionally(Failures.unwrap(failure));
		}
		else {
			result.complete(value);
		}
	}

	private void loadElsewhere(Load load, Executor executor) {
		this.pool.runner().async(getRaw()).thenCompose((present) -> {
			return (present != null) ? CompletableFuture.completedFuture(present) : loadOn(load, executor);
		}).whenComplete((value, failure) -> {
			if (failure != null) {
				load.failed(translated(Failures.unwrap(failure)));
			}
			else {
				load.loaded(value);
			}
		});
	}

	private CompletableFuture<byte @Nullable []> loadOn(Load load, Executor executor) {
		CompletableFuture<byte @Nullable []> loaded = new CompletableFuture<>();
		try {
			executor.execute(() -> {
				try {
					T value = this.loader.call();
					loaded.complete((value != null) ? this.requests.encode(this.key, value) : null);
				}
				catch (Throwable ex) {
					loaded.completeExceptionally(translated(ex));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			loaded.completeExceptionally(new DataAccessResourceFailureException(
					"the executor of loads refused to load key '" + PoolKeys.shown(this.key) + "'", ex));
		}
		return loaded.thenCompose((value) -> (value != null && !load.isDone())
				? this.pool.runner().async(store(value)).thenApply((written) -> value)
				: CompletableFuture.completedFuture(value));
	}

	private Request<?, @Nullable T> get() {
		return this.requests.get(this.key, this.type);
	}

	private Request<?, byte @Nullable []> getRaw() {
		return this.requests.getRaw(this.key, (bytes) -> bytes);
	}

	private Request<Boolean, Boolean> store(byte[] value) {
		return this.requests.setIfAbsentRaw(this.key, value, this.ttl);
	}

	private @Nullable T decoded(byte @Nullable [] value) {
		return (value != null) ? this.requests.decode(this.key, value, this.type) : null;
	}

	private RuntimeException translated(Throwable failure) {
		if (failure instanceof DataAccessException known) {
			return known;
		}
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		return new CacheLoadException("the loader of key '" + PoolKeys.shown(this.key) + "' in pool '"
				+ this.pool.name() + "' failed: " + failure, failure);
	}

}
