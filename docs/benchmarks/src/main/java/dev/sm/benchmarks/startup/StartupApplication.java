package dev.sm.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A web application with actuator that uses nothing of sm, so that it starts without sm
 * as well. Prints the milliseconds from the start of its JVM until it is ready, those
 * that processors have worked for it, and which of sm's beans it has, and ends.
 */
@SpringBootApplication
public class StartupApplication {

	/** What the line of the milliseconds begins with. */
	public static final String READY = "READY ";

	/** What the line of the beans begins with. */
	public static final String HAS = "HAS ";

	/** What there is with sm only. */
	public static final List<String> BEANS = List.of("poolMigrations", "shardManager");

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(StartupApplication.class, args);
		long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
		long worked = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000;
		List<String> beans = Arrays.asList(context.getBeanDefinitionNames());
		System.out.println(READY + uptime + " " + worked);
		System.out.println(HAS + BEANS.stream().filter(beans::contains).toList());
		context.close();
	}

}
