/** Operations that a description of sessions may get: they list, read and delete sessions. */

export const route = "/v1/sessions/{session_id}";

/** The start of the paths of openapi.yaml, with these operations. */
export const operations = `paths:
  /v1/sessions:
    get:
      operationId: listSessions
      tags: [Sessions]
      summary: List sessions
      description: Returns the sessions of the organization.
      parameters:
        - name: limit
          in: query
          required: false
          description: How many sessions to return.
          schema:
            type: integer
            minimum: 1
            maximum: 100
            description: How many sessions to return.
          example: 10
      responses:
        "200":
          description: The sessions.
          content:
            application/json:
              schema:
                type: object
                description: A list of sessions.
                required: [sessions]
                properties:
                  sessions:
                    type: array
                    description: The sessions, the newest first.
                    items:
                      $ref: "#/components/schemas/Session"
              examples:
                none:
                  summary: No sessions yet
                  value:
                    sessions: []
        "401":
          $ref: "#/components/responses/Unauthorized"
        "422":
          $ref: "#/components/responses/UnprocessableContent"
  ${route}:
    parameters:
      - name: session_id
        in: path
        required: true
        description: The session to read.
        schema:
          type: string
          minLength: 1
          description: The id of a session.
          examples: [sess_123]
        example: sess_123
    get:
      operationId: readSession
      tags: [Sessions]
      summary: Read a session
      description: Returns a session as it is now.
      responses:
        "200":
          $ref: "#/components/responses/SessionCreated"
        "401":
          $ref: "#/components/responses/Unauthorized"
        "404":
          $ref: "#/components/responses/NotFound"
    delete:
      operationId: deleteSession
      tags: [Sessions]
      summary: Delete a session
      description: Removes a session.
      responses:
        "204":
          description: The session was removed.
        "401":
          $ref: "#/components/responses/Unauthorized"
        "404":
          $ref: "#/components/responses/NotFound"
`;
