package dev.sm.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.cloud.consul.ConsulClient;
import org.springframework.cloud.consul.model.http.agent.NewService;

/**
 * Registers the configured gateways with the Consul agent, each with a check of its own,
 * and removes those that it registered earlier and that are configured no longer. Goes on
 * doing so, since an agent may forget.
 */
final class GatewayRegistration implements InitializingBean, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(GatewayRegistration.class);

	private static final String MARK = "sm-pushgateway";

	private static final long MINUTE = 60;

	private final ConsulClient consul;

	private final @Nullable String token;

	private final PushgatewayProperties settings;

	private final ScheduledThreadPoolExecutor loop;

	private final Set<String> registered = new HashSet<>();

	GatewayRegistration(ConsulClient consul, @Nullable String token, PushgatewayProperties settings) {
		this.consul = consul;
		this.token = token;
		this.settings = settings;
		this.loop = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "sm-pushgateway-registration");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Override
	public void afterPropertiesSet() {
		this.loop.execute(this::safely);
	}

	private void safely() {
		long pause = MINUTE;
		try {
			register();
		}
		catch (RuntimeException ex) {
			logger.warn("The gateways could not be registered in Consul, will be tried again: {}", ex.getMessage());
			pause = 1;
		}
		if (!this.loop.isShutdown()) {
			this.loop.schedule(this::safely, pause, TimeUnit.SECONDS);
		}
	}

	private void register() {
		Set<String> wanted = new HashSet<>();
		var present = this.consul.getAgentServices().getBody();
		for (String gateway : this.settings.gateways()) {
			NewService service = service(gateway);
			wanted.add(service.getId());
			if (present == null || !present.containsKey(service.getId()) || this.registered.add(service.getId())) {
				this.consul.agentServiceRegister(this.token, service);
			}
		}
		if (present != null) {
			present.forEach((id, service) -> {
				Map<String, String> meta = service.getMeta();
				if (meta != null && this.settings.service().equals(meta.get(MARK)) && !wanted.contains(id)) {
					logger.info("Gateway '{}' is configured no longer and is removed from Consul", id);
					this.consul.agentServiceDeregister(id, this.token);
				}
			});
		}
	}

	private NewService service(String gateway) {
		int colon = gateway.lastIndexOf(':');
		String host = gateway.substring(0, colon);
		NewService service = new NewService();
		service.setId(gateway.replace(':', '_'));
		service.setName(this.settings.service());
		service.setTags(List.of());
		service.setAddress(host);
		service.setPort(Integer.parseInt(gateway.substring(colon + 1)));
		service.setMeta(Map.of(MARK, this.settings.service()));
		NewService.Check check = new NewService.Check();
		check.setHttp("http://" + gateway + "/-/healthy");
		check.setInterval(this.settings.checkInterval().toMillis() + "ms");
		check.setTimeout("2s");
		service.setCheck(check);
		return service;
	}

	@Override
	public void destroy() {
		this.loop.shutdownNow();
	}

}
