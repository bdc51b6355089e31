/*
 * The measure of the benchmarks: one epoll loop for connections and one thread that receives datagrams, with no more
 * than the work itself. Usage: echo_server <first port> <path of the Unix socket>
 *
 * first port + 0  lines, sent back as they are (also on the Unix socket)
 * first port + 1  lines, sent back in upper case
 * first port + 2  frames that begin with their length in 4 bytes, sent back
 * first port + 5  datagrams, sent back
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum format { ECHO, LINES, FRAMES };

struct connection {
	int fd;
	int listening;
	enum format format;
	char *rest;         /* an incomplete message */
	size_t rest_length;
	char *unsent;       /* what the kernel did not take */
	size_t unsent_length;
};

static char buffer[256 * 1024];
static int epoll;

static void check(int result, const char *what) {
	if (result < 0) {
		perror(what);
		exit(1);
	}
}

static void watch(struct connection *connection, int operation, unsigned events) {
	struct epoll_event event = { .events = events, .data.ptr = connection };
	check(epoll_ctl(epoll, operation, connection->fd, &event), "epoll_ctl");
}

static void add(int fd, int listening, enum format format) {
	struct connection *connection = calloc(1, sizeof *connection);
	connection->fd = fd;
	connection->listening = listening;
	connection->format = format;
	watch(connection, EPOLL_CTL_ADD, EPOLLIN);
}

static void finish(struct connection *connection) {
	close(connection->fd);
	free(connection->rest);
	free(connection->unsent);
	free(connection);
}

static void keep(char **where, size_t *length, const char *data, size_t count) {
	if (count > 0) {
		*where = realloc(*where, count);
		memcpy(*where, data, count);
	}
	*length = count;
}

static size_t complete(enum format format, char *data, size_t length) {
	if (format == FRAMES) {
		size_t end = 0;
		uint32_t prefix;
		while (length - end >= sizeof prefix) {
			memcpy(&prefix, data + end, sizeof prefix);
			size_t next = end + sizeof prefix + ntohl(prefix);
			if (next > length) {
				break;
			}
			end = next;
		}
		return end;
	}
	char *last = memrchr(data, '\n', length);
	size_t end = last == NULL ? 0 : last - data + 1;
	if (format == LINES) {
		for (size_t i = 0; i < end; i++) {
			if (data[i] >= 'a' && data[i] <= 'z') {
				data[i] -= 'a' - 'A';
			}
		}
	}
	return end;
}

static int answer(struct connection *connection) {
	size_t length = connection->rest_length;
	if (length > 0) {
		memcpy(buffer, connection->rest, length);
	}
	ssize_t count = read(connection->fd, buffer + length, sizeof buffer - length);
	if (count <= 0) {
		return count < 0 && (errno == EAGAIN || errno == EINTR);
	}
	length += count;
	size_t end = complete(connection->format, buffer, length);
	keep(&connection->rest, &connection->rest_length, buffer + end, length - end);
	if (end == 0) {
		return 1;
	}
	ssize_t sent = write(connection->fd, buffer, end);
	if (sent < 0 && errno != EAGAIN) {
		return 0;
	}
	if (sent < (ssize_t) end) {
		sent = sent < 0 ? 0 : sent;
		keep(&connection->unsent, &connection->unsent_length, buffer + sent, end - sent);
		watch(connection, EPOLL_CTL_MOD, EPOLLOUT);
	}
	return 1;
}

static int send_rest(struct connection *connection) {
	ssize_t sent = write(connection->fd, connection->unsent, connection->unsent_length);
	if (sent < 0) {
		return errno == EAGAIN;
	}
	connection->unsent_length -= sent;
	memmove(connection->unsent, connection->unsent + sent, connection->unsent_length);
	if (connection->unsent_length == 0) {
		watch(connection, EPOLL_CTL_MOD, EPOLLIN);
	}
	return 1;
}

static void accept_clients(struct connection *listener) {
	for (int i = 0; i < 64; i++) {
		int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK);
		if (fd < 0) {
			return;
		}
		int on = 1;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		add(fd, 0, listener->format);
	}
}

static int bound(int type, int port) {
	int on = 1;
	int fd = socket(AF_INET, type, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
	check(bind(fd, (struct sockaddr *) &address, sizeof address), "bind");
	return fd;
}

static void listen_on(int fd, enum format format) {
	check(listen(fd, 128), "listen");
	add(fd, 1, format);
}

static void *echo_datagrams(void *argument) {
	int fd = *(int *) argument;
	char packet[8 * 1024];
	for (;;) {
		struct sockaddr_in client;
		socklen_t length = sizeof client;
		ssize_t count = recvfrom(fd, packet, sizeof packet, 0, (struct sockaddr *) &client, &length);
		if (count >= 0) {
			sendto(fd, packet, count, 0, (struct sockaddr *) &client, length);
		}
	}
	return NULL;
}

int main(int argc, char **argv) {
	if (argc != 3) {
		fprintf(stderr, "usage: echo_server <first port> <path>\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	int port = atoi(argv[1]);
	check(epoll = epoll_create1(0), "epoll_create1");
	listen_on(bound(SOCK_STREAM | SOCK_NONBLOCK, port), ECHO);
	listen_on(bound(SOCK_STREAM | SOCK_NONBLOCK, port + 1), LINES);
	listen_on(bound(SOCK_STREAM | SOCK_NONBLOCK, port + 2), FRAMES);

	struct sockaddr_un address = { .sun_family = AF_UNIX };
	strncpy(address.sun_path, argv[2], sizeof address.sun_path - 1);
	unlink(argv[2]);
	int local = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	check(bind(local, (struct sockaddr *) &address, sizeof address), "bind");
	listen_on(local, ECHO);

	int datagrams = bound(SOCK_DGRAM, port + 5);
	pthread_t thread;
	pthread_create(&thread, NULL, echo_datagrams, &datagrams);
	puts("READY");
	fflush(stdout);

	struct epoll_event events[1024];
	for (;;) {
		int count = epoll_wait(epoll, events, 1024, -1);
		for (int i = 0; i < count; i++) {
			struct connection *connection = events[i].data.ptr;
			if (connection->listening) {
				accept_clients(connection);
			}
			else if (!(events[i].events & EPOLLOUT ? send_rest(connection) : answer(connection))) {
				finish(connection);
			}
		}
	}
}
