# A static binary on an empty image: nothing to patch but Ibid itself.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/ibid ./cmd/ibid

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/ibid /ibid
ENV IBID_HTTP_ADDR=127.0.0.1:8080 IBID_LOG_FORMAT=json
USER nonroot:nonroot
# Where ibid.db is made, if it is: this user may write here.
WORKDIR /home/nonroot
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/ibid", "health"]
ENTRYPOINT ["/ibid"]
CMD ["run", "--no-sandbox"]
