#include "cresolv.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

int cresolv_query(
    const char *server, uint16_t port, int seconds, const char *name, int type, unsigned char *reply, int capacity) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return cresolv_no_answer;
    // Names are whole; a search list would ask for others, too.
    state.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
    if (server != NULL) {
        struct sockaddr_in address;
        memset(&address, 0, sizeof address);
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        if (inet_pton(AF_INET, server, &address.sin_addr) != 1) {
            res_nclose(&state);
            return cresolv_bad_server;
        }
        state.nsaddr_list[0] = address;
        state.nscount = 1;
    }
    int servers = state.nscount > 0 ? state.nscount : 1;
    state.retry = 2;
    state.retrans = seconds / (2 * servers) > 0 ? seconds / (2 * servers) : 1;
    int length = res_nquery(&state, name, ns_c_in, type, reply, capacity);
    int why = state.res_h_errno;
    res_nclose(&state);
    if (length > capacity) return capacity;
    if (length >= 0) return length;
    switch (why) {
    case HOST_NOT_FOUND:
    case NO_DATA: return cresolv_no_record;
    case NO_RECOVERY: return cresolv_bad_name;
    default: return cresolv_no_answer;
    }
}

// The record of that number among those of a type.
static int find(const unsigned char *reply, int length, ns_type type, int number, ns_msg *message, ns_rr *record) {
    if (ns_initparse(reply, length, message) != 0) return -1;
    for (int at = 0; at < ns_msg_count(*message, ns_s_an); at++) {
        if (ns_parserr(message, ns_s_an, at, record) != 0) return -1;
        if (ns_rr_type(*record) == type && ns_rr_class(*record) == ns_c_in && number-- == 0) return 1;
    }
    return 0;
}

int cresolv_read_service(const unsigned char *reply, int length, int number, cresolv_service *service) {
    ns_msg message;
    ns_rr record;
    int found = find(reply, length, ns_t_srv, number, &message, &record);
    if (found != 1) return found;
    const unsigned char *data = ns_rr_rdata(record);
    if (ns_rr_rdlen(record) < 7) return -1;
    service->priority = ns_get16(data);
    service->weight = ns_get16(data + 2);
    service->port = ns_get16(data + 4);
    int used = dn_expand(reply, reply + length, data + 6, service->target, sizeof service->target);
    return used < 0 ? -1 : 1;
}

int cresolv_read_text(const unsigned char *reply, int length, int number, unsigned char *text, int capacity) {
    ns_msg message;
    ns_rr record;
    if (find(reply, length, ns_t_txt, number, &message, &record) != 1) return -1;
    int count = ns_rr_rdlen(record);
    if (count > capacity) return -1;
    memcpy(text, ns_rr_rdata(record), (size_t)count);
    return count;
}
