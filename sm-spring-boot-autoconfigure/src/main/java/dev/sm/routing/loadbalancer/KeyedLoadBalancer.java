package dev.sm.routing.loadbalancer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;

/**
 * Sends the requests of one service where the continuum over its instances places their
 * keys; one without a key goes to the instances in turn. A retry goes to the next
 * instance for the key, of another zone if there is one. Thread-safe.
 */
public final class KeyedLoadBalancer implements ReactorServiceInstanceLoadBalancer {

	private static final Logger logger = LoggerFactory.getLogger(KeyedLoadBalancer.class);

	/** Hint of a request that goes to several instances: zones do not count. */
	static final String REPLICA = "sm-replica";

	private final KeyedService service;

	private final ObjectProvider<ServiceInstanceListSupplier> suppliers;

	private final InFlight inFlight;

	private final LongSupplier clock;

	private final LastInstances last;

	private final AtomicInteger turn = new AtomicInteger();

	/**
	 * Creates a load balancer.
	 * @param service how requests find their instance
	 * @param suppliers gives the instances
	 * @param health which of them are well
	 * @param inFlight counts the requests under way, for a bound on the load
	 * @param clock the monotonic time in nanoseconds
	 */
	public KeyedLoadBalancer(KeyedService service, ObjectProvider<ServiceInstanceListSupplier> suppliers,
			InstanceHealth health, InFlight inFlight, LongSupplier clock) {
		this.service = service;
		this.suppliers = suppliers;
		this.inFlight = inFlight;
		this.clock = clock;
		this.last = new LastInstances(service, health);
	}

	@Override
	@SuppressWarnings("rawtypes")
	public Mono<Response<ServiceInstance>> choose(Request request) {
		return instances(request).map((instances) -> response(instances, request));
	}

	@SuppressWarnings("rawtypes")
	private Mono<Instances> instances(Request request) {
		ServiceInstanceListSupplier supplier = this.suppliers.getIfAvailable();
		Mono<List<ServiceInstance>> list = (supplier != null) ? supplier.get(request).next() : Mono.empty();
		return list.onErrorResume(this::unanswered)
			.defaultIfEmpty(List.of())
			.map((known) -> this.last.take(known, this.clock.getAsLong()));
	}

	private Mono<List<ServiceInstance>> unanswered(Throwable ex) {
		logger.debug("Discovery does not answer for service '{}'", this.service.name(), ex);
		return Mono.empty();
	}

	private Response<ServiceInstance> response(Instances instances, Request<?> request) {
		if (instances.isEmpty()) {
			logger.warn("Service '{}' has no instances, and none that it had within {} s", this.service.name(),
					this.service.keepInstances().toSeconds());
			return new EmptyResponse();
		}
		Object context = request.getContext();
		String key = (context instanceof RequestDataContext data && data.getClientRequest() != null)
				? this.service.key().of(new SentRequest(data.getClientRequest())) : null;
		if (key == null) {
			List<ServiceInstance> all = instances.all();
			return new DefaultResponse(all.get(Math.floorMod(this.turn.getAndIncrement(), all.size())));
		}
		ServiceInstance previous = (context instanceof RetryableRequestContext retry)
				? retry.getPreviousServiceInstance() : null;
		boolean replica = context instanceof RetryableRequestContext retry && REPLICA.equals(retry.getHint());
		return new DefaultResponse(
				(replica && previous != null) ? Candidates.next(instances.candidates(key, instances.size()), previous)
						: choose(instances, key, previous));
	}

	private ServiceInstance choose(Instances instances, String key, @Nullable ServiceInstance previous) {
		if (previous != null) {
			return Candidates.after(instances.candidates(key, instances.size()), previous);
		}
		Double maxLoad = this.service.maxLoad();
		if (maxLoad == null) {
			return instances.candidates(key, 1).get(0);
		}
		return Candidates.below(instances, key, maxLoad, this.inFlight);
	}

	/**
	 * The instances that a key may go to at present.
	 * @param key the key
	 * @param request what discovery is asked with
	 * @return the instances, in order of preference
	 */
	Mono<List<ServiceInstance>> candidates(String key, Request<?> request) {
		return instances(request).map((instances) -> instances.candidates(key, instances.size()));
	}

}
