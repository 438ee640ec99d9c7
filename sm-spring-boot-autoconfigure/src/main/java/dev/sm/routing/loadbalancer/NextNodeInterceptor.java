package dev.sm.routing.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.Set;

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

	/**
	 * Creates an interceptor.
	 * @param services the services by name
	 * @param loadBalancer chooses instances
	 * @param requests makes requests to instances
	 * @param others takes what is not retried
	 */
	public NextNodeInterceptor(Map<String, KeyedService> services, LoadBalancerClient loadBalancer,
			LoadBalancerRequestFactory requests, BlockingLoadBalancerInterceptor others) {
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
		return (service != null && service.retries() > 0) ? send(service, request, body, execution)
				: this.others.intercept(request, body, execution);
	}

	private ClientHttpResponse send(KeyedService service, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		boolean idempotent = IDEMPOTENT.contains(request.getMethod());
		ServiceInstance instance = choose(service, request, null);
		for (int retries = service.retries();; retries--) {
			ServiceInstance next = (retries > 0) ? next(service, request, instance) : null;
			try {
				ClientHttpResponse response = this.loadBalancer.execute(service.name(), instance,
						this.requests.createRequest(request, body, execution));
				if (next == null || !idempotent || !FAILED.contains(response.getStatusCode().value())) {
					return response;
				}
				response.close();
			}
			catch (IOException ex) {
				if (next == null || !idempotent && !(ex instanceof ConnectException)) {
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
		ServiceInstance next = choose(service, request, failed);
		return Instances.node(next).equals(Instances.node(failed)) ? null : next;
	}

	private ServiceInstance choose(KeyedService service, HttpRequest request, @Nullable ServiceInstance failed)
			throws IOException {
		RequestData data = new RequestData(request);
		ServiceInstance instance = this.loadBalancer.choose(service.name(),
				new DefaultRequest<>(new RetryableRequestContext(failed, data)));
		if (instance == null) {
			throw new IOException("service '" + service.name() + "' has no instances");
		}
		return instance;
	}

}
