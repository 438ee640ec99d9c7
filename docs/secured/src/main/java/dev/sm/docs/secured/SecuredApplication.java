package dev.sm.docs.secured;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that has shards and operators.
 */
@SpringBootApplication
public class SecuredApplication {

	/**
	 * Starts it.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(SecuredApplication.class, args);
	}

}
