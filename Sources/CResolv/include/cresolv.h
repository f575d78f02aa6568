// What Swift cannot call of the C library's resolver: macros, a state of its own a query, bit fields of the parser.
#ifndef FOOTBRIDGE_CRESOLV_H
#define FOOTBRIDGE_CRESOLV_H

#include <stddef.h>
#include <stdint.h>

// RFC 2782.
typedef struct {
    uint16_t priority, weight, port;
    char target[1026];
} cresolv_service;

static const int cresolv_no_record = 0, cresolv_no_answer = -1, cresolv_bad_name = -2, cresolv_bad_server = -3;
static const int cresolv_type_srv = 33, cresolv_type_txt = 16;

// Asks for records of a type. `server`: an IPv4 address in dots, or NULL for the system's servers. Returns the length of the
// reply, or one of the codes above. Blocks for at most about `seconds`.
int cresolv_query(
    const char *server, uint16_t port, int seconds, const char *name, int type, unsigned char *reply, int capacity);

// The record of that number (from 0) among those of the type in a reply. 1: read, 0: there is none, -1: the reply is broken.
int cresolv_read_service(const unsigned char *reply, int length, int number, cresolv_service *service);

// The same for a TXT record: its strings, each behind its length in one byte. Returns the bytes written, or -1 when there is none.
int cresolv_read_text(const unsigned char *reply, int length, int number, unsigned char *text, int capacity);

#endif
