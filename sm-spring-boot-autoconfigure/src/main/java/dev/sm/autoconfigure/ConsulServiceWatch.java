package dev.sm.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.consul.ConsulClient;
import org.springframework.cloud.consul.ConsulClient.QueryParams;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.ResponseEntity;

/**
 * Waits for changes of the healthy instances of services in Consul by blocking queries,
 * makes Spring Cloud LoadBalancer forget the instances that it remembers, and publishes
 * the event by which Spring Cloud tells of a change of discovery. One thread for each
 * service.
 */
final class ConsulServiceWatch implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ConsulServiceWatch.class);

	/** The name that Spring Cloud LoadBalancer gives to the cache of its instances. */
	private static final String CACHE = "CachingServiceInstanceListSupplierCache";

	private static final long WAIT_SECONDS = 20;

	/**
	 * Less after a change: who asked discovery before it may have put the answer into the
	 * cache after it was forgotten.
	 */
	private static final long WAIT_AFTER_CHANGE_SECONDS = 1;

	private static final long RETRY_MILLIS = 500;

	private final ConsulClient consul;

	private final @Nullable String token;

	private final Collection<String> services;

	private final @Nullable CacheManager caches;

	private final ApplicationEventPublisher events;

	private final Map<String, Long> changes = new ConcurrentHashMap<>();

	private volatile @Nullable ExecutorService threads;

	ConsulServiceWatch(ConsulClient consul, @Nullable String token, Collection<String> services,
			@Nullable CacheManager caches, ApplicationEventPublisher events) {
		this.consul = consul;
		this.token = token;
		this.services = services;
		this.caches = caches;
		this.events = events;
	}

	@Override
	public void start() {
		ExecutorService started = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "sm-consul-services");
			thread.setDaemon(true);
			return thread;
		});
		this.threads = started;
		this.services.forEach((service) -> started.execute(() -> watch(service)));
	}

	private void watch(String service) {
		long index = 0;
		long wait = WAIT_SECONDS;
		while (isRunning()) {
			try {
				long now = await(service, index, wait);
				wait = (now != index) ? WAIT_AFTER_CHANGE_SECONDS : WAIT_SECONDS;
				// also when it goes back: what is above it has not been seen
				index = now;
			}
			catch (RuntimeException ex) {
				logger.debug("Watch of service '{}' in Consul was cut", service, ex);
				index = 0;
				rest();
			}
		}
	}

	private long await(String service, long before, long wait) {
		QueryParams query = (before > 0) ? new QueryParams(wait, before) : QueryParams.DEFAULT;
		ResponseEntity<?> answer = this.consul.getHealthServices(service, true, this.token, List.of(), query);
		String header = answer.getHeaders().getFirst("X-Consul-Index");
		if (!answer.getStatusCode().is2xxSuccessful() || header == null) {
			throw new IllegalStateException("Consul answered " + answer.getStatusCode());
		}
		long now = Math.max(1, Long.parseLong(header));
		if (isRunning()) {
			forget(service);
			if (now != before) {
				changed(service, now);
			}
		}
		return now;
	}

	private void forget(String service) {
		Cache cache = (this.caches != null) ? this.caches.getCache(CACHE) : null;
		if (cache != null) {
			cache.evict(service);
		}
	}

	private void changed(String service, long index) {
		if (this.changes.put(service, index) != null || index > 1) {
			this.events.publishEvent(new HeartbeatEvent(this, Map.copyOf(this.changes)));
		}
	}

	private static void rest() {
		try {
			TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop() {
		ExecutorService running = this.threads;
		this.threads = null;
		if (running != null) {
			running.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.threads != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
