# The index of tasks. build, demo and test set up what they need and say so.
SHELL := /bin/bash
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: build test demo prove serve lint gen bench pack clean

build: ## Build the release and leave the launcher at artifacts/accountable
	@eng/setup.sh
	@eng/build.sh

test: ## Set up, build, prove the published years and run every test; the last line counts them
	@eng/setup.sh --tests
	@eng/test.sh

demo: build ## From generated claim files of 20,000 people to the settlement and its report
	@eng/demo.sh

prove: build ## Compare with CMS's published results, file by file, then explain one ACO
	@eng/prove.sh

serve: build ## Serve generated claims to a guest; prints the address when it is ready
	@eng/serve.sh

lint: ## Formatting and analysers
	@eng/setup.sh
	dotnet format Accountable.slnx --verify-no-changes

gen: build ## Write the generated documents anew (README tables, docs/reference, docs/regulations)
	dotnet run --project eng/Accountable.Docs -c Release -- .

bench: build ## Run the benchmarks; results go to benchmarks/results
	@eng/bench.sh

pack: ## Make the NuGet packages in artifacts/package/release
	@eng/setup.sh
	dotnet pack Accountable.slnx -c Release

clean:
	rm -rf artifacts
