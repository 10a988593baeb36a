#!/usr/bin/env node
/* oauth - the OAuth server that others test with, at the paths of CSC (8.3)
 *
 * usage: oauth.js KEY CERTIFICATE LOG
 *
 * Prints its port on loopback. LOG takes a line a token: grant and parameters'
 * names. It is oauth2-mock-server of npm (tests/npm/package.json). */
'use strict'

const fs = require('node:fs')
const { OAuth2Server } = require('oauth2-mock-server')

const [key, certificate, log] = process.argv.slice(2)
const server = new OAuth2Server(key, certificate, {
  endpoints: {
    authorize: '/oauth2/authorize',
    token: '/oauth2/token',
    revoke: '/oauth2/revoke'
  }
})

function note (what, body) {
  fs.appendFileSync(log, JSON.stringify({
    what, grant: body.grant_type, names: Object.keys(body).sort()
  }) + '\n')
}

server.service.on('beforeResponse', (_, request) => note('token', request.body))
server.service.on('beforeRevoke', (_, request) => note('revoke', request.body || {}))

async function main () {
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  console.log(server.address().port)
  setTimeout(() => process.exit(0), 900000)
}

main()
