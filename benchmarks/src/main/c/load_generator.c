/*
 * The load generator, as light as it can be; LoadGenerator.java does the same where there is no compiler. Reads commands
 * from its standard input and answers each with one line:
 *
 * open kind=stream|churn|request|datagram format=echo|lines|frames size=n window=n connections=n port=n|path=p
 * run millis=n [after=n]  sends requests, checks the replies, prints what it measured; kind=request sends for a time
 *                         before, and counts what ends within the millis
 * close                   closes the connections
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MAX_WINDOW 16
#define BATCH 64
#define LOOPBACK_ADDRESSES 64
#define PATIENCE_MILLIS 10000
#define PATIENCE_WITH_CHILDREN 60000
#define DATAGRAM_PATIENCE 1000000000L
#define BUCKETS (32 * 1024)

/* One connection or socket. Positions count bytes from the start of the endless stream of messages. */
struct client {
	int fd;
	int writing;
	int late;          /* datagrams that were given up and may still be answered */
	long due;
	long written;
	long received;
	long sent_at[MAX_WINDOW];
};

enum kind { STREAM, CHURN, REQUEST, DATAGRAM };

static enum kind kind;
static int size, window, connections, port;
static char path[sizeof ((struct sockaddr_un *) 0)->sun_path];

static char *requests, *replies;
static int messages;

static struct client *clients;
static int opened, epoll = -1;
static char buffer[256 * 1024];

static long requests_done, errors, outstanding, start, last, end;
static uint32_t histogram[BUCKETS];

static long now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

/* Buckets of three significant digits, as HdrHistogram's. */
static void record(long nanos) {
	int bits = 64 - __builtin_clzl(nanos | 1);
	int shift = bits > 11 ? bits - 11 : 0;
	int bucket = shift * 1024 + (int) (nanos >> shift);
	histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
	requests_done++;
}

static long percentile(double percent) {
	double wanted = requests_done * percent / 100;
	long count = 0;
	for (int bucket = 0; bucket < BUCKETS; bucket++) {
		count += histogram[bucket];
		if (count > 0 && count >= wanted) {
			int shift = bucket < 2048 ? 0 : bucket / 1024 - 1;
			return ((long) (bucket - shift * 1024) << shift) + (1L << shift) - 1;
		}
	}
	return 0;
}

static void make_messages(const char *format) {
	messages = size > 1024 ? MAX_WINDOW : 64;
	size_t length = (size_t) (messages + MAX_WINDOW) * size;
	requests = realloc(requests, length);
	replies = realloc(replies, length);
	for (int i = 0; i < messages + MAX_WINDOW; i++) {
		char *message = requests + (size_t) i * size;
		int index = i % messages;
		if (strcmp(format, "frames") == 0) {
			uint32_t prefix = htonl(size - 4);
			memset(message, 'A' + index, size);
			memcpy(message, &prefix, sizeof prefix);
			message[4] = (char) index;
			continue;
		}
		for (int j = 0; j < size; j++) {
			message[j] = (char) ('a' + (index + j) % 26);
		}
		char number[16];
		int digits = snprintf(number, sizeof number, "line %02d ", index);
		memcpy(message, number, digits);
		message[size - 1] = '\n';
	}
	memcpy(replies, requests, length);
	for (size_t i = 0; i < length && strcmp(format, "lines") == 0; i++) {
		replies[i] -= replies[i] >= 'a' && replies[i] <= 'z' ? 'a' - 'A' : 0;
	}
}

static long offset(long position) {
	return position % ((long) messages * size);
}

static int watch(struct client *client, int operation, unsigned events) {
	struct epoll_event event = { .events = events, .data.ptr = client };
	return epoll_ctl(epoll, operation, client->fd, &event);
}

/* Returns 0, or -1 if the connection has failed, as do the others below. */
static int flush(struct client *client) {
	ssize_t count = send(client->fd, requests + offset(client->written), client->due - client->written,
			MSG_DONTWAIT | MSG_NOSIGNAL);
	if (count < 0 && errno != EAGAIN) {
		return -1;
	}
	client->written += count < 0 ? 0 : count;
	int writing = client->written < client->due;
	if (writing != client->writing) {
		client->writing = writing;
		return watch(client, EPOLL_CTL_MOD, writing ? EPOLLIN | EPOLLOUT : EPOLLIN);
	}
	return 0;
}

static int send_messages(struct client *client, int count, long time) {
	long first = client->due / size;
	for (int i = 0; i < count; i++) {
		client->sent_at[(first + i) % MAX_WINDOW] = time;
	}
	client->due += (long) count * size;
	return flush(client);
}

/* Returns the number of whole replies. */
static int receive(struct client *client) {
	ssize_t count = recv(client->fd, buffer, (size_t) MAX_WINDOW * size, MSG_DONTWAIT);
	if (count < 0 && errno == EAGAIN) {
		return 0;
	}
	if (count <= 0 || client->received + count > client->due
			|| memcmp(replies + offset(client->received), buffer, count) != 0) {
		return -1;
	}
	long time = now();
	long before = client->received / size;
	client->received += count;
	long after = client->received / size;
	for (long i = before; i < after && kind != REQUEST; i++) {
		record(time - client->sent_at[i % MAX_WINDOW]);
		last = time;
	}
	return (int) (after - before);
}

static int connect_to(struct sockaddr *address, socklen_t length, int type, struct client *client, int index) {
	memset(client, 0, sizeof *client);
	client->due = client->written = client->received = (long) (index % (1 << 20)) * size;
	client->fd = socket(address->sa_family, type, 0);
	if (client->fd < 0 || connect(client->fd, address, length) < 0) {
		return -1;
	}
	int on = 1;
	if (address->sa_family == AF_INET && type == SOCK_STREAM) {
		setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	}
	return watch(client, EPOLL_CTL_ADD, EPOLLIN);
}

static int open_client(struct client *client, int index) {
	if (path[0] != 0) {
		struct sockaddr_un address = { .sun_family = AF_UNIX };
		memcpy(address.sun_path, path, sizeof path);
		return connect_to((struct sockaddr *) &address, sizeof address, SOCK_STREAM, client, index);
	}
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	/* closed connections occupy a port for a minute, and one address has too few of them */
	int host = kind == CHURN || kind == REQUEST ? 1 + index % LOOPBACK_ADDRESSES : 1;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host);
	return connect_to((struct sockaddr *) &address, sizeof address, kind == DATAGRAM ? SOCK_DGRAM : SOCK_STREAM,
			client, index);
}

static void drop(struct client *client) {
	if (client->fd >= 0) {
		close(client->fd);
		client->fd = -1;
	}
}

static void failed(struct client *client) {
	long lost = (client->due - client->received + size - 1) / size;
	errors += lost > 0 ? lost : 1;
	outstanding -= lost;
	drop(client);
}

static void begin(long after, long millis) {
	memset(histogram, 0, sizeof histogram);
	requests_done = errors = outstanding = 0;
	start = last = now() + after * 1000000L;
	end = start + millis * 1000000L;
}

static int wait_for_events(struct epoll_event *events, int timeout) {
	int count = epoll_wait(epoll, events, 1024, timeout);
	return count < 0 ? 0 : count;
}

/* Sends to some of the clients, and goes on as long as the time is not over and replies arrive. */
static void run_streams(struct client *first, int count, int in_flight) {
	struct epoll_event events[1024];
	for (int i = 0; i < count; i++) {
		if (first[i].fd >= 0) {
			outstanding += in_flight;
			if (send_messages(&first[i], in_flight, now()) < 0) {
				failed(&first[i]);
			}
		}
	}
	while (outstanding > 0) {
		int ready = wait_for_events(events, PATIENCE_MILLIS);
		if (ready == 0) {
			errors += outstanding;
			outstanding = 0;
		}
		for (int i = 0; i < ready; i++) {
			struct client *client = events[i].data.ptr;
			if (events[i].events & EPOLLOUT && flush(client) < 0) {
				failed(client);
				continue;
			}
			int replied = receive(client);
			if (replied < 0) {
				failed(client);
				continue;
			}
			outstanding -= replied;
			if (replied > 0 && last < end) {
				outstanding += replied;
				if (send_messages(client, replied, last) < 0) {
					failed(client);
				}
			}
		}
	}
}

static int next_connection(struct client *client) {
	static int count;
	long time = now();
	if (open_client(client, count++) < 0 || send_messages(client, 1, time) < 0) {
		drop(client);
		errors++;
		return 0;
	}
	return 1;
}

/* Returns 1 if a request is over, 0 if it is not, or -1. Whole requests end when the server has closed its side, too. */
static int answered(struct client *client) {
	if (client->received < client->due) {
		int replied = receive(client);
		if (kind != REQUEST || replied <= 0) {
			return replied;
		}
		shutdown(client->fd, SHUT_WR);
		return 0;
	}
	ssize_t count = recv(client->fd, buffer, sizeof buffer, MSG_DONTWAIT);
	if (count != 0) {
		return count < 0 && errno == EAGAIN ? 0 : -1;
	}
	long time = now();
	if (time >= start && time < end) {
		record(time - client->sent_at[(client->due / size - 1) % MAX_WINDOW]);
	}
	return 1;
}

static void run_churn(void) {
	struct epoll_event events[1024];
	for (int i = 0; i < connections; i++) {
		outstanding += next_connection(&clients[i]);
	}
	while (outstanding > 0) {
		int ready = wait_for_events(events, kind == REQUEST ? PATIENCE_WITH_CHILDREN : PATIENCE_MILLIS);
		if (ready == 0) {
			errors += outstanding;
			outstanding = 0;
		}
		for (int i = 0; i < ready; i++) {
			struct client *client = events[i].data.ptr;
			int replied = answered(client);
			if (replied == 0) {
				continue;
			}
			errors += replied < 0;
			drop(client);
			outstanding--;
			if (now() < end) {
				outstanding += next_connection(client);
			}
		}
	}
}

static void next_datagram(struct client *client, long time) {
	client->received = client->due;
	if (time < end) {
		client->written = client->due;
		send_messages(client, 1, time);
	}
	else {
		outstanding--;
	}
}

static void datagram_ready(struct client *client) {
	ssize_t count = recv(client->fd, buffer, sizeof buffer, MSG_DONTWAIT);
	if (count <= 0 || client->received == client->due) {
		return;
	}
	if (count == size && memcmp(replies + offset(client->received), buffer, size) == 0) {
		last = now();
		record(last - client->sent_at[(client->received / size) % MAX_WINDOW]);
		next_datagram(client, last);
	}
	else if (client->late > 0) {
		client->late--;
	}
	else {
		errors++;
	}
}

static void run_datagrams(void) {
	struct epoll_event events[1024];
	for (int i = 0; i < opened; i++) {
		outstanding++;
		send_messages(&clients[i], 1, now());
	}
	long checked = now();
	while (outstanding > 0) {
		int ready = wait_for_events(events, 1000);
		for (int i = 0; i < ready; i++) {
			datagram_ready(events[i].data.ptr);
		}
		long time = now();
		if (time - checked < DATAGRAM_PATIENCE) {
			continue;
		}
		checked = time;
		for (int i = 0; i < opened; i++) {
			struct client *client = &clients[i];
			if (client->received < client->due
					&& time - client->sent_at[(client->received / size) % MAX_WINDOW] > DATAGRAM_PATIENCE) {
				errors++;
				client->late++;
				next_datagram(client, time);
			}
		}
	}
}

static void close_clients(void) {
	for (int i = 0; i < opened; i++) {
		drop(&clients[i]);
	}
	opened = 0;
	if (epoll >= 0) {
		close(epoll);
	}
	epoll = epoll_create1(0);
}

/* Opens connections, each of which has had a reply in the end; no more at a time than fit into any server's queue. */
static int open_streams(void) {
	while (opened < connections) {
		int first = opened;
		for (int i = 0; i < BATCH && opened < connections; i++) {
			if (open_client(&clients[opened], opened) < 0) {
				perror("connect");
				return -1;
			}
			opened++;
		}
		begin(0, 0);
		run_streams(clients + first, opened - first, 1);
		if (errors > 0) {
			return -1;
		}
	}
	return 0;
}

static int open_datagrams(void) {
	for (; opened < connections; opened++) {
		if (open_client(&clients[opened], opened) < 0) {
			return -1;
		}
	}
	return 0;
}

static void option(const char *word, char *format, char *kind_name) {
	sscanf(word, "size=%d", &size);
	sscanf(word, "window=%d", &window);
	sscanf(word, "connections=%d", &connections);
	sscanf(word, "port=%d", &port);
	sscanf(word, "path=%107s", path);
	sscanf(word, "format=%15s", format);
	sscanf(word, "kind=%15s", kind_name);
}

static int open_all(char *options) {
	char format[16] = "echo";
	char kind_name[16] = "";
	close_clients();
	path[0] = 0;
	for (char *word = strtok(options, " \n"); word != NULL; word = strtok(NULL, " \n")) {
		option(word, format, kind_name);
	}
	kind = strcmp(kind_name, "churn") == 0 ? CHURN : strcmp(kind_name, "request") == 0 ? REQUEST
			: strcmp(kind_name, "datagram") == 0 ? DATAGRAM : STREAM;
	clients = realloc(clients, connections * sizeof *clients);
	make_messages(format);
	return kind == STREAM ? open_streams() : kind == DATAGRAM ? open_datagrams() : 0;
}

static void run(long after, long millis) {
	begin(after, millis);
	switch (kind) {
		case STREAM: run_streams(clients, opened, window); break;
		case CHURN: run_churn(); break;
		case REQUEST: run_churn(); last = end; break;
		case DATAGRAM: run_datagrams(); break;
	}
	printf("ok requests=%ld errors=%ld nanos=%ld p50=%ld p99=%ld p999=%ld\n", requests_done, errors,
			last > start ? last - start : 1, percentile(50), percentile(99), percentile(99.9));
}

int main(void) {
	char line[512];
	setlinebuf(stdout);
	while (fgets(line, sizeof line, stdin) != NULL) {
		long millis, after = 0;
		if (strncmp(line, "open ", 5) == 0) {
			puts(open_all(line + 5) == 0 ? "ok" : "failed: a connection did not get a reply");
		}
		else if (sscanf(line, "run millis=%ld after=%ld", &millis, &after) >= 1) {
			run(after, millis);
		}
		else {
			close_clients();
			puts("ok");
		}
	}
	return 0;
}
