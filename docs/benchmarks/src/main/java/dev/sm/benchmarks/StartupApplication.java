package dev.sm.benchmarks;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A web application with the starter and nothing else. Prints the milliseconds from the
 * start of its JVM until it is ready, and ends.
 */
@SpringBootApplication
public class StartupApplication {

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(StartupApplication.class, args);
		System.out.println("READY " + ManagementFactory.getRuntimeMXBean().getUptime());
		context.close();
	}

}
