// Creates a task with the vendor's Node SDK and shows it; prints how many URLs it has.
const core = require('@huaweicloud/huaweicloud-sdk-core');
const { Region } = require('@huaweicloud/huaweicloud-sdk-core/region/region');
const vod = require('@huaweicloud/huaweicloud-sdk-vod/v1/public-api');

async function main() {
  const { ENDPOINT, AK, SK, PROJECT_ID, REGION, DERIVED, SECURITY_TOKEN, ASSET } = process.env;
  const credentials = new core.BasicCredentials().withAk(AK).withSk(SK);
  if (SECURITY_TOKEN) {
    credentials.withSecurityToken(SECURITY_TOKEN);
  }
  const builder = vod.VodClient.newBuilder().withCredential(credentials);
  if (REGION) {
    credentials.withIamEndpoint(ENDPOINT);
    builder.withRegion(new Region(REGION, ENDPOINT));
  } else {
    credentials.withProjectId(PROJECT_ID);
    builder.withEndpoint(ENDPOINT);
  }
  if (DERIVED) {
    credentials.withDerivedPredicate(() => console.log('derived') ?? true);
    builder.withDerivedAuthServiceName('vod');
  }
  const client = builder.build();

  const wanted = new vod.CreatePreheatingAssetReq();
  wanted.withAssetId ? wanted.withAssetId(ASSET) : (wanted.asset_id = ASSET);
  const create = new vod.CreatePreheatingAssetRequest();
  create.body = wanted;
  const created = await client.createPreheatingAsset(create);

  const show = new vod.ShowPreheatingAssetRequest();
  show.taskId = created.task_id;
  const shown = await client.showPreheatingAsset(show);
  console.log(shown.preheating_results.length);
}

main().catch(refused => {
  console.log(refused.httpStatusCode, refused.errorCode ?? refused.code ?? refused.message, refused.errorMsg ?? '');
  process.exit(1);
});
