package dev.sm.routing.loadbalancer;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;

/**
 * Counts the requests of one service that are under way to each instance. Thread-safe.
 */
public final class InFlight implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

	private final ConcurrentMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

	private final AtomicInteger total = new AtomicInteger();

	@Override
	public void onStart(Request<Object> request) {
	}

	@Override
	public void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {
		change(response, 1);
	}

	@Override
	public void onComplete(CompletionContext<Object, ServiceInstance, Object> context) {
		if (context.status() != CompletionContext.Status.DISCARD) {
			change(context.getLoadBalancerResponse(), -1);
		}
	}

	private void change(@Nullable Response<ServiceInstance> response, int by) {
		ServiceInstance instance = (response != null) ? response.getServer() : null;
		if (instance != null) {
			this.total.addAndGet(by);
			this.counts.computeIfAbsent(Instances.node(instance), (node) -> new AtomicInteger()).addAndGet(by);
		}
	}

	int of(String node) {
		AtomicInteger count = this.counts.get(node);
		return (count != null) ? Math.max(count.get(), 0) : 0;
	}

	int total() {
		return Math.max(this.total.get(), 0);
	}

}
