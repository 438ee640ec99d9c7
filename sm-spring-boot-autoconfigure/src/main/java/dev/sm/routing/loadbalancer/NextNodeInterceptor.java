package dev.sm.routing.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.BlockingLoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestFactory;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Sends requests of {@link KeyedService}s that fail to the next instance for their key:
 * an idempotent one whatever the failure, another one if nothing of it can have arrived.
 * Leaves all other services to another interceptor. Thread-safe.
 */
public final class NextNodeInterceptor implements BlockingLoadBalancerInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(NextNodeInterceptor.class);

	private static final Set<HttpMethod> IDEMPOTENT = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT,
			HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);

	/** The instance, or what is behind it, did not do its work. */
	private static final Set<Integer> FAILED = Set.of(502, 503, 504);

	private final Map<String, KeyedService> services;

	private final LoadBalancerClient loadBalancer;

	private final LoadBalancerRequestFactory requests;

	private final BlockingLoadBalancerInterceptor others;

	private final Executor executor;

	private final Map<String, ReplicatedRequests> replicated = new ConcurrentHashMap<>();

	/**
	 * Creates an interceptor.
	 * @param services the services by name
	 * @param loadBalancer chooses instances
	 * @param requests makes requests to instances
	 * @param others takes what is not retried
	 * @param executor sends what goes to several instances at once
	 */
	public NextNodeInterceptor(Map<String, KeyedService> services, LoadBalancerClient loadBalancer,
			LoadBalancerRequestFactory requests, BlockingLoadBalancerInterceptor others, Executor executor) {
		this.executor = executor;
		this.services = Map.copyOf(services);
		this.loadBalancer = loadBalancer;
		this.requests = requests;
		this.others = others;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		String host = request.getURI().getHost();
		KeyedService service = (host != null) ? this.services.get(host) : null;
		if (service != null && service.replication().mode() != Replication.Mode.OWNER) {
			return replicate(service, request, body, execution);
		}
		return (service != null && service.retries() > 0) ? send(service, request, body, execution)
				: this.others.intercept(request, body, execution);
	}

	private ClientHttpResponse replicate(KeyedService service, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		if (!IDEMPOTENT.contains(request.getMethod()) && !request.getHeaders().containsHeader("Idempotency-Key")) {
			throw new IllegalStateException("a " + request.getMethod() + " request to service '" + service.name()
					+ "', which goes to several instances, must have an 'Idempotency-Key' header");
		}
		List<ServiceInstance> instances = instances(service, request);
		return this.replicated.computeIfAbsent(service.name(), (name) -> new ReplicatedRequests(service, this.executor))
			.send(instances, (instance) -> this.loadBalancer.execute(service.name(), instance,
					this.requests.createRequest(request, body, execution)));
	}

	/** The key's instances, in its order of preference. */
	private List<ServiceInstance> instances(KeyedService service, HttpRequest request) throws IOException {
		List<ServiceInstance> instances = new ArrayList<>();
		ServiceInstance instance = choose(service, request, null, "");
		while (instance != null && instances.size() < service.replication().replicas()) {
			instances.add(instance);
			instance = next(service, request, instance, instances);
		}
		return instances;
	}

	private @Nullable ServiceInstance next(KeyedService service, HttpRequest request, ServiceInstance last,
			List<ServiceInstance> before) throws IOException {
		ServiceInstance next = choose(service, request, last, KeyedLoadBalancer.REPLICA);
		return before.stream().anyMatch((known) -> Instances.node(known).equals(Instances.node(next))) ? null : next;
	}

	private ClientHttpResponse send(KeyedService service, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		boolean idempotent = IDEMPOTENT.contains(request.getMethod());
		ServiceInstance instance = choose(service, request, null, "");
		for (int retries = service.retries();; retries--) {
			ServiceInstance next;
			try {
				ClientHttpResponse response = this.loadBalancer.execute(service.name(), instance,
						this.requests.createRequest(request, body, execution));
				boolean done = retries == 0 || !idempotent || !FAILED.contains(response.getStatusCode().value());
				next = done ? null : next(service, request, instance);
				if (next == null) {
					return response;
				}
				response.close();
			}
			catch (IOException ex) {
				boolean harmless = idempotent || ex instanceof ConnectException;
				next = (retries > 0 && harmless) ? next(service, request, instance) : null;
				if (next == null) {
					throw ex;
				}
				logger.debug("Instance {} of service '{}' failed, asking {}", Instances.node(instance), service.name(),
						Instances.node(next), ex);
			}
			instance = next;
		}
	}

	private @Nullable ServiceInstance next(KeyedService service, HttpRequest request, ServiceInstance failed)
			throws IOException {
		ServiceInstance next = choose(service, request, failed, "");
		return Instances.node(next).equals(Instances.node(failed)) ? null : next;
	}

	private ServiceInstance choose(KeyedService service, HttpRequest request, @Nullable ServiceInstance failed,
			String hint) throws IOException {
		RequestData data = new RequestData(request);
		ServiceInstance instance = this.loadBalancer.choose(service.name(),
				new DefaultRequest<>(new RetryableRequestContext(failed, data, hint)));
		if (instance == null) {
			throw new IOException("service '" + service.name() + "' has no instances");
		}
		return instance;
	}

}
