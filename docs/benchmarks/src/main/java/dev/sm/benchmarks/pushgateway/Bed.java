package dev.sm.benchmarks.pushgateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.sm.benchmarks.chaos.ConsulProgram;

import org.springframework.util.FileSystemUtils;

/**
 * Real Pushgateways, a real Prometheus, Consul (a real agent if there is one on the path,
 * else the test server) and two access layers.
 */
final class Bed implements AutoCloseable {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	final List<Server> gateways = new ArrayList<>();

	final List<Server> layers = new ArrayList<>();

	final Server consul;

	final Server prometheus;

	final Server nginx;

	final Web web = new Web();

	private final Path directory;

	private final Path jar;

	Bed(Path jar) throws IOException {
		this.jar = jar;
		this.directory = Files.createTempDirectory("sm-pushgateways-");
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
		this.consul = new Server("consul", this.directory);
		this.prometheus = new Server("prometheus", this.directory);
		this.nginx = new Server("nginx", this.directory);
		for (int i = 0; i < 5; i++) {
			this.gateways.add(new Server("gateway" + i, this.directory));
		}
	}

	void start() throws IOException {
		this.consul.start(ConsulProgram.command("127.0.0.1", this.consul.port()));
		this.web.awaitOk("http://" + this.consul.node() + "/v1/status/leader");
		for (Server gateway : this.gateways.subList(0, 4)) {
			startGateway(gateway);
			register(gateway);
		}
		startPrometheus();
		startNginx();
		for (int i = 0; i < 2; i++) {
			Server layer = new Server("layer" + i, this.directory);
			layer.start(List.of(JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-jar", this.jar.toAbsolutePath().toString(),
					"--spring.profiles.active=pushgateway,consul", "--server.port=" + layer.port(),
					"--sm.pushgateway.gateways=", "--spring.cloud.consul.host=127.0.0.1",
					"--spring.cloud.consul.port=" + this.consul.port()));
			this.layers.add(layer);
		}
		for (Server layer : this.layers) {
			this.web.awaitOk("http://" + layer.node() + "/actuator/health/liveness");
		}
	}

	void startGateway(Server gateway) {
		gateway.start(List.of("prometheus-pushgateway", "--web.listen-address=" + gateway.node(),
				"--persistence.file=" + this.directory.resolve("data" + gateway.port()), "--persistence.interval=1s"));
		this.web.awaitOk("http://" + gateway.node() + "/-/healthy");
	}

	void register(Server gateway) throws IOException {
		this.web.put("http://" + this.consul.node() + "/v1/agent/service/register",
				"{\"ID\":\"g%1$d\",\"Name\":\"pushgateway\",\"Address\":\"127.0.0.1\",\"Port\":%1$d,\"Check\":{\"HTTP\":\"http://127.0.0.1:%1$d/-/healthy\",\"Interval\":\"1s\",\"Timeout\":\"2s\"}}"
					.formatted(gateway.port()));
	}

	void deregister(Server gateway) throws IOException {
		this.web.put("http://" + this.consul.node() + "/v1/agent/service/deregister/g" + gateway.port(), "");
	}

	private void startPrometheus() throws IOException {
		String targets = this.gateways.stream().map((each) -> "'" + each.node() + "'").collect(Collectors.joining(","));
		// labels of the groups become exported_job and so on, so that copies can be told
		// apart
		Path config = Files.writeString(this.directory.resolve("prometheus.yml"), """
				global: {scrape_interval: 1s}
				scrape_configs:
				- job_name: gateways
				  static_configs: [{targets: [%s]}]
				""".formatted(targets));
		this.prometheus.start(List.of("prometheus", "--config.file=" + config,
				"--storage.tsdb.path=" + this.directory.resolve("tsdb"),
				"--web.listen-address=" + this.prometheus.node(), "--log.level=warn"));
		this.web.awaitOk("http://" + this.prometheus.node() + "/-/ready");
	}

	private void startNginx() throws IOException {
		String servers = this.gateways.subList(0, 4)
			.stream()
			.map((each) -> "server " + each.node() + ";")
			.collect(Collectors.joining(" "));
		Path config = Files.writeString(this.directory.resolve("nginx.conf"), """
				daemon off; worker_processes 2; pid %1$s/nginx.pid; error_log %1$s/nginx-error.log;
				events { worker_connections 512; }
				http {
				  access_log off; client_body_temp_path %1$s/nginx-body; proxy_temp_path %1$s/nginx-proxy;
				  fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
				  upstream gateways { hash $request_uri consistent; %2$s keepalive 32; }
				  server { listen %3$s; location / { proxy_pass http://gateways; proxy_http_version 1.1;
				    proxy_set_header Connection ""; } }
				}
				""".formatted(this.directory, servers, this.nginx.node()));
		this.nginx.start(List.of("nginx", "-c", config.toString()));
		this.web.awaitOk("http://" + this.nginx.node() + "/-/healthy");
	}

	@Override
	public void close() {
		this.layers.forEach(Server::close);
		this.gateways.forEach(Server::close);
		this.prometheus.close();
		this.nginx.stop();
		this.consul.close();
		if (System.getProperty("keep") == null) {
			FileSystemUtils.deleteRecursively(this.directory.toFile());
		}
	}

}
