/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketserver.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Takes the beans from the context of a child process by which it would do its parent's
 * work. They are taken out when all are defined, since those of an application that was
 * processed ahead of time have no conditions any more.
 */
final class ChildContextInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final List<String> OF_THE_PARENT = List.of("socketServerStartStopLifecycle",
			"socketServerGracefulShutdownLifecycle", "rSocketServerBootstrap",
			TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME,
			"org.springframework.amqp.rabbit.config.internalRabbitListenerAnnotationProcessor",
			"org.springframework.jms.config.internalJmsListenerAnnotationProcessor",
			"org.springframework.kafka.config.internalKafkaListenerAnnotationProcessor",
			"org.springframework.pulsar.config.internalPulsarListenerAnnotationProcessor");

	@Override
	public void initialize(ConfigurableApplicationContext applicationContext) {
		applicationContext.addBeanFactoryPostProcessor(ChildContextInitializer::removeBeansOfTheParent);
	}

	private static void removeBeansOfTheParent(ConfigurableListableBeanFactory beanFactory) {
		for (String beanName : OF_THE_PARENT) {
			if (beanFactory.containsBeanDefinition(beanName)) {
				((BeanDefinitionRegistry) beanFactory).removeBeanDefinition(beanName);
			}
		}
	}

}
